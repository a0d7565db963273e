package dev.starling.terminal.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({"0, 0 us", "812.4, 812 us", "1240, 1.24 ms", "3020000, 3.02 s"})
  void times_have_the_unit_that_fits(double micros, String text) {
    assertThat(Units.time(micros)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 %", "50, 50 %", "99.9, 99.9 %", "99.99, 99.99 %", "100, 100 %"})
  void percentiles_have_the_digits_they_need(double percentile, String text) {
    assertThat(Units.percentile(percentile)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "1500, 1.5 kB", "86400000, 86.4 MB"})
  void bytes_have_the_unit_that_fits(double bytes, String text) {
    assertThat(Units.bytes(bytes)).isEqualTo(text);
  }
}

package dev.starling.terminal.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
  private final DurationConverter durations = new DurationConverter();
  private final SizeConverter sizes = new SizeConverter();

  @ParameterizedTest
  @CsvSource({"500ms, 500", "10s, 10000", "1.5s, 1500", "2m, 120000", "1h, 3600000", "3, 3000"})
  void durations_have_units(String text, long millis) {
    assertThat(durations.convert(text).toMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1s", "1d", "s", "1 s", "9999999999s", "1e3", "NaN"})
  void what_is_no_duration_is_refused(String text) {
    assertThatThrownBy(() -> durations.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("is not a duration; expected 500ms, 10s or 2m");
  }

  @ParameterizedTest
  @CsvSource({"4096, 4096", "64KiB, 65536", "1mib, 1048576", "2GiB, 2147483648"})
  void sizes_have_units(String text, long bytes) {
    assertThat(sizes.convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1KB", "1.5MiB", "9999999999"})
  void what_is_no_size_is_refused(String text) {
    assertThatThrownBy(() -> sizes.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("is no size");
  }
}

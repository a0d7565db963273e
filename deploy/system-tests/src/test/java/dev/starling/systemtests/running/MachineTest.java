package dev.starling.systemtests.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
  @ParameterizedTest
  @CsvSource({"-1, 2, 1", "0, 2, 1", "7.9, 2, 1", "8, 2, 2", "20, 2, 5", "999, 2, 5", "20, 16, 1"})
  void promises_stretch_with_a_load_beyond_the_tests_own(double load, int processors, int factor) {
    assertThat(Machine.factor(load, processors)).isEqualTo(factor);
  }
}

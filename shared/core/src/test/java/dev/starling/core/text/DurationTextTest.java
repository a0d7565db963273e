package dev.starling.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @Test
  void a_whole_number_has_a_unit() {
    assertThat(DurationText.exact("500ms")).contains(Duration.ofMillis(500));
    assertThat(DurationText.exact("2s")).contains(Duration.ofSeconds(2));
    assertThat(DurationText.exact("1m")).contains(Duration.ofMinutes(1));
    assertThat(DurationText.exact("999999999h")).contains(Duration.ofHours(999_999_999));
    assertThat(DurationText.exact("0")).contains(Duration.ZERO);
  }

  @Test
  void seconds_may_have_a_fraction_and_no_unit() {
    assertThat(DurationText.loose("2")).contains(Duration.ofSeconds(2));
    assertThat(DurationText.loose("0.5")).contains(Duration.ofMillis(500));
    assertThat(DurationText.loose("1.5m")).contains(Duration.ofSeconds(90));
    assertThat(DurationText.loose("0.0000000019")).contains(Duration.ofNanos(1));
    assertThat(DurationText.loose("1.5ms")).contains(Duration.ofNanos(1_500_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "1.5s", "s", "-1s", "1 s", "1S", "1d", "1000000000s", "٢s"})
  void anything_else_is_no_exact_duration(String text) {
    assertThat(DurationText.exact(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".5", "1.", "s", "-1", "1 s", "1e3", "1000000000"})
  void anything_else_is_no_duration(String text) {
    assertThat(DurationText.loose(text)).isEmpty();
  }
}

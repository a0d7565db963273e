package dev.starling.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadSettingsTest {
  @Test
  void a_bad_port_names_its_source() {
    assertThat(messageFor("STARLING_HTTP_PORT", "abc"))
        .isEqualTo(
            "http.port: 'abc' from environment variable STARLING_HTTP_PORT"
                + " is not a port number; valid is 0 to 65535");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STARLING_INSTANCES | -1 | valid is a whole number from 0 on",
        "STARLING_SAMPLE_DATA | yes | is neither true nor false",
        "STARLING_DRAIN_TIMEOUT | 2 | is not a duration",
        "STARLING_OUTBOX_LIMIT | 1MB | is not a size",
        "STARLING_DATABASE_POOL_SIZE | x | valid is a whole number",
        "STARLING_DATABASE_POOL_SIZE | 0 | valid is a whole number from 1 on",
        "STARLING_DATABASE_URI | db:5432/chat | valid is postgresql://user:password@host:5432/name",
        "STARLING_CLUSTER_HOST | 0.0.0.0 | the address others reach this instance at",
        "STARLING_LOG_FORMAT | xml | valid is one of text, json",
        "STARLING_LOG_LEVEL | loud | valid is one of error, warn, info, debug, trace",
        "STARLING_HTTP_HOST | '' | is empty",
        "STARLING_GREETINGS | ', ,' | is empty; valid is at least one value",
      })
  void every_kind_of_bad_value_is_told_what_would_be_valid(
      String variable, String value, String problem) {
    assertThat(messageFor(variable, value)).contains("'" + value + "' from").contains(problem);
  }

  @Test
  void an_unknown_option_is_told_so() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(
            () ->
                SettingsLoader.load(
                    SampleSettings.class,
                    "sample",
                    List.of(),
                    Map.of(),
                    Map.of("simple-data", "true")))
        .withMessage(
            "simple-data in command line option --simple-data is not a setting of sample;"
                + " did you mean sample-data?");
  }

  @Test
  void of_several_problems_the_first_by_name_is_told() {
    Map<String, String> environment =
        Map.of("STARLING_OUTBOX_LIMIT", "x", "STARLING_HTTP_PORT", "x", "STARLING_INSTANCES", "x");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> SampleSettings.withEnvironment(environment))
        .withMessageStartingWith("http.port: ");
  }

  @Test
  void a_message_stays_on_one_line() {
    assertThat(messageFor("STARLING_HTTP_PORT", "1\n2\r\n3")).contains("'1 2 3'");
  }

  @Test
  void a_service_without_its_packed_defaults_does_not_start() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(
            () -> SettingsLoader.load(SampleSettings.class, "none", List.of(), Map.of(), Map.of()))
        .withMessage("packed default config/none.yaml is missing");
  }

  private static String messageFor(String variable, String value) {
    try {
      SampleSettings.withVariable(variable, value);
    } catch (SettingsException e) {
      return e.getMessage();
    }
    throw new AssertionError(value + " was accepted for " + variable);
  }
}

package dev.starling.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
  @Test
  void dots_and_dashes_are_underscores_in_a_variable() throws SettingsException {
    SampleSettings settings =
        SampleSettings.withEnvironment(
                Map.of("STARLING_SAMPLE_DATA", "true", "STARLING_DATABASE_POOL_SIZE", "9"))
            .settings();
    assertThat(settings.sampleData()).isTrue();
    assertThat(settings.database().poolSize()).isEqualTo(9);
  }

  @Test
  void variables_of_others_are_no_business_of_ours() throws SettingsException {
    SampleSettings.withEnvironment(
        Map.of("HTTP_PORT", "1", "http.port", "2", "PATH", "/bin", "starling_http_port", "3"));
  }

  @Test
  void a_system_property_sets_nothing() throws SettingsException {
    System.setProperty("http.port", "1");
    try {
      assertThat(SampleSettings.withEnvironment(Map.of()).settings().http().listener().port())
          .isEqualTo(8000);
    } finally {
      System.clearProperty("http.port");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STARLING_CHAT_SERVICE_HOST, 10.0.0.1",
    "STARLING_CHAT_SERVICE_PORT, 80",
    "STARLING_CHAT_SERVICE_PORT_HTTP, 80",
    "STARLING_CHAT_SERVICE_PORT_HTTP_ALT, 8080",
    "STARLING_CHAT_PORT, tcp://10.0.0.1:80",
    "STARLING_DNS_PORT, udp://10.0.0.1:53",
    "STARLING_CHAT_PORT_80_TCP, tcp://10.0.0.1:80",
    "STARLING_CHAT_PORT_80_TCP_PROTO, tcp",
    "STARLING_CHAT_PORT_80_TCP_PORT, 80",
    "STARLING_CHAT_PORT_80_TCP_ADDR, 10.0.0.1",
    "STARLING_REST_API_SERVICE_HOST, 10.0.0.1",
    "STARLING_SERVICE_HOST, 10.0.0.1",
    "STARLING_PORT, tcp://10.0.0.1:80",
  })
  void what_kubernetes_injects_is_passed_over(String variable, String value)
      throws SettingsException {
    SampleSettings.withVariable(variable, value);
  }

  @Test
  void an_address_from_kubernetes_is_not_taken_for_a_port() throws SettingsException {
    SampleSettings settings =
        SampleSettings.withVariable("STARLING_HTTP_PORT", "tcp://10.0.0.1:80").settings();
    assertThat(settings.http().listener().port()).isEqualTo(8000);
  }

  @ParameterizedTest
  @CsvSource({
    "STARLING_CHAT_PORT, 80",
    "STARLING_CHAT_HOST, tcp://10.0.0.1:80",
    "STARLING_CHAT_PORT_HTTP, 80",
    "STARLING_CHAT_PORT_80, 80",
    "STARLING_, x",
  })
  void what_only_resembles_it_is_an_unknown_setting(String variable, String value) {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> SampleSettings.withVariable(variable, value))
        .withMessage("environment variable " + variable + " is not a setting of sample");
  }

  @Test
  void a_mistyped_variable_is_told_the_right_one() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> SampleSettings.withVariable("STARLING_HTTP_PROT", "80"))
        .withMessage(
            "environment variable STARLING_HTTP_PROT is not a setting of sample;"
                + " did you mean STARLING_HTTP_PORT?");
  }
}

package dev.starling.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TlsRulesTest {
  private static final String CERTIFICATE = "STARLING_CLUSTER_TLS_CERTIFICATE";
  private static final String KEY = "STARLING_CLUSTER_TLS_KEY";
  private static final String AUTHORITY = "STARLING_CLUSTER_TLS_AUTHORITY";

  @Test
  void everything_may_be_given() throws SettingsException {
    SampleSettings settings =
        SampleSettings.withEnvironment(
                Map.of(
                    "STARLING_TLS_CERTIFICATE",
                    "a",
                    "STARLING_TLS_KEY",
                    "b",
                    "STARLING_MANAGEMENT_TLS",
                    "true",
                    CERTIFICATE,
                    "c",
                    KEY,
                    "d",
                    AUTHORITY,
                    "e"))
            .settings();
    assertThat(settings.cluster().tls().authority()).hasValue("e");
    assertThat(settings.management().tls()).isTrue();
  }

  @Test
  void a_certificate_without_its_key_is_a_mistake() {
    assertThat(problem(Map.of("STARLING_TLS_CERTIFICATE", "a")))
        .isEqualTo(
            "tls.certificate: 'a' from environment variable STARLING_TLS_CERTIFICATE is given without"
                + " tls.key; valid is all, or none");
  }

  @Test
  void two_of_the_three_files_of_the_event_bus_are_a_mistake() {
    assertThat(problem(Map.of(CERTIFICATE, "a", KEY, "b")))
        .startsWith("cluster.tls.certificate: 'a' from environment variable " + CERTIFICATE)
        .contains("is given without cluster.tls.authority");
    assertThat(problem(Map.of(AUTHORITY, "c")))
        .startsWith("cluster.tls.authority: 'c' from environment variable " + AUTHORITY)
        .contains("is given without cluster.tls.certificate, cluster.tls.key");
  }

  @Test
  void management_over_tls_needs_a_certificate() {
    assertThat(problem(Map.of("STARLING_MANAGEMENT_TLS", "true")))
        .isEqualTo(
            "management.tls: 'true' from environment variable STARLING_MANAGEMENT_TLS needs a"
                + " tls.certificate, and there is none");
  }

  private static String problem(Map<String, String> environment) {
    return assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> SampleSettings.withEnvironment(environment))
        .actual()
        .getMessage();
  }
}

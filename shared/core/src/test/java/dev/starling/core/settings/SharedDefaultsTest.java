package dev.starling.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedDefaultsTest {
  /** Settings of a service that serves TCP only. */
  public interface MinimalSettings extends ServiceSettings {
    Listener tcp();
  }

  /** Settings of a service that has every section of the shared file. */
  public interface AllSections extends ServiceSettings {
    Http http();

    Listener tcp();

    Database database();

    Auth auth();
  }

  private static LoadedSettings<MinimalSettings> load(String service) throws SettingsException {
    return SettingsLoader.load(MinimalSettings.class, service, List.of(), Map.of(), Map.of());
  }

  @Test
  void a_file_with_only_the_ports_is_enough() throws SettingsException {
    MinimalSettings settings = load("minimal").settings();
    assertThat(settings.tcp().host()).isEqualTo("127.0.0.1");
    assertThat(settings.tcp().port()).isEqualTo(8001);
    assertThat(settings.management().host()).isEmpty();
    assertThat(settings.tls().certificate()).isEmpty();
    assertThat(settings.instances()).isZero();
  }

  @Test
  void the_file_of_a_service_overrides_what_is_shared() throws SettingsException {
    LoadedSettings<MinimalSettings> loaded = load("minimal");
    assertThat(loaded.settings().drain().timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(loaded.print())
        .containsPattern("timeout: 3s +# packed default minimal.yaml line 4")
        .containsPattern("instances: 0 +# packed default service.yaml line ");
  }

  @Test
  void a_shared_section_that_a_service_does_not_have_is_not_a_setting_of_it() throws Exception {
    assertThat(load("minimal").print()).doesNotContainPattern("(?m)^(http|auth|database):");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(
            () ->
                SettingsLoader.load(
                    MinimalSettings.class,
                    "minimal",
                    List.of(),
                    Map.of("STARLING_HTTP_HOST", "127.0.0.1"),
                    Map.of()))
        .withMessageStartingWith(
            "environment variable STARLING_HTTP_HOST is not a setting of minimal");
  }

  @Test
  void a_port_that_is_given_nowhere_is_named() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> load("portless"))
        .withMessage(
            "management.port has no value; set it in a file or as STARLING_MANAGEMENT_PORT");
  }

  @Test
  void all_shared_defaults_are_settings() throws Exception {
    Schema schema = Schema.of(AllSections.class, "all");
    try (InputStream file = getClass().getResourceAsStream("/config/service.yaml")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(schema.settings().keySet())
          .containsAll(YamlFile.parse("service.yaml", text).keySet());
    }
  }
}

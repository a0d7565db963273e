package dev.starling.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shared.settings.SettingsException;
import dev.starling.shared.settings.SettingsLoader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeSettingsTest {

  @Test
  void the_packed_defaults_are_valid_and_allow_nothing_inside() throws Exception {
    ProbeSettings settings = load(Map.of());
    assertThat(ProbeService.DEFINITION.contradiction().apply(settings)).isEmpty();
    assertThat(settings.allow()).isEmpty();
    assertThat(settings.http().listener().port()).isEqualTo(8010);
    assertThat(settings.management().port()).isEqualTo(18010);
  }

  @ParameterizedTest
  @CsvSource({
    "STARLING_ALLOW, 'localhost,10.0.0.0/33', allow: '10.0.0.0/33'",
    "STARLING_PROXIES, localhost, proxies: 'localhost'",
    "STARLING_TIMEOUT, 0s, timeout:",
    "STARLING_MAX_DURATION, 0s, max-duration:",
    "STARLING_MAX_DURATION, 60s, max-duration:"
  })
  void a_setting_that_cannot_work_is_named(String variable, String value, String complaint)
      throws Exception {
    Optional<String> said =
        ProbeService.DEFINITION.contradiction().apply(load(Map.of(variable, value)));
    assertThat(said).hasValueSatisfying(text -> assertThat(text).startsWith(complaint));
  }

  private static ProbeSettings load(Map<String, String> environment) throws SettingsException {
    return SettingsLoader.load(ProbeSettings.class, "probe", List.of(), environment, Map.of())
        .settings();
  }
}

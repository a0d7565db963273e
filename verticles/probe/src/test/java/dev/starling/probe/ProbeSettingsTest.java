package dev.starling.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.LoadedSettings;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import dev.starling.probe.context.ProbeSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeSettingsTest {

  @Test
  void the_packed_defaults_are_valid_and_allow_nothing_inside() throws Exception {
    ProbeSettings settings = load(Map.of());
    assertThat(ProbeService.DEFINITION.validation().apply(settings)).isEmpty();
    assertThat(settings.allow()).isEmpty();
    assertThat(settings.http().listener().port()).isEqualTo(8010);
    assertThat(settings.management().port()).isEqualTo(18010);
  }

  @ParameterizedTest
  @CsvSource({
    "allow, 'localhost,10.0.0.0/33', '10.0.0.0/33'",
    "allow, '127.0.0.1/99', 'needs a prefix of 0 to 32 bits'",
    "proxies, localhost, 'localhost'",
    "timeout, 0s, valid is 1ms or more",
    "max-duration, 0s, valid is 1ms to 55s",
    "max-duration, 60s, valid is 1ms to 55s"
  })
  void a_setting_that_cannot_work_is_named_with_its_value_and_origin(
      String setting, String value, String refusal) throws Exception {
    String variable = "STARLING_" + setting.replace('-', '_').toUpperCase(Locale.ROOT);
    LoadedSettings<ProbeSettings> loaded = loaded(Map.of(variable, value));
    BadSetting bad = ProbeService.DEFINITION.validation().apply(loaded.settings()).orElseThrow();
    assertThat(loaded.explain(bad))
        .startsWith("%s: '%s' from environment variable %s ".formatted(setting, value, variable))
        .contains(refusal, "valid is");
  }

  private static ProbeSettings load(Map<String, String> environment) throws SettingsException {
    return loaded(environment).settings();
  }

  private static LoadedSettings<ProbeSettings> loaded(Map<String, String> environment)
      throws SettingsException {
    return SettingsLoader.load(ProbeSettings.class, "probe", List.of(), environment, Map.of());
  }
}

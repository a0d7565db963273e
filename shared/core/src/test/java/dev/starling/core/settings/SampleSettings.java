package dev.starling.core.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of a service that exists in tests only, with a setting of every kind. */
public interface SampleSettings extends ServiceSettings {
  Http http();

  Database database();

  Size outboxLimit();

  List<String> greetings();

  Optional<String> apiKey();

  static LoadedSettings<SampleSettings> withVariable(String variable, String value)
      throws SettingsException {
    return withEnvironment(Map.of(variable, value));
  }

  static LoadedSettings<SampleSettings> withEnvironment(Map<String, String> environment)
      throws SettingsException {
    return SettingsLoader.load(SampleSettings.class, "sample", List.of(), environment, Map.of());
  }
}

package dev.starling.core.settings;

import java.util.Map;

/**
 * The settings a service runs with, and where each came from.
 *
 * @param <S> the settings interface of the service
 */
public final class LoadedSettings<S extends ServiceSettings> {
  private final S settings;
  private final Schema schema;
  private final Map<String, Value> values;

  LoadedSettings(S settings, Schema schema, Map<String, Value> values) {
    this.settings = settings;
    this.schema = schema;
    this.values = values;
  }

  /** The checked and converted values; immutable. */
  public S settings() {
    return settings;
  }

  /** One line that says what is wrong with a setting, with its value and where that came from. */
  public String explain(BadSetting bad) {
    Value value = values.get(bad.setting());
    return SettingsException.oneLine(
        value == null ? bad.getMessage() : value.blamed(bad.setting(), bad.problem()));
  }

  /**
   * The effective configuration as YAML, fit to be a {@code --config} file: sorted by name, each
   * value with a comment that tells its origin, secrets masked.
   */
  public String print() {
    return EffectiveYaml.of(schema, values);
  }
}

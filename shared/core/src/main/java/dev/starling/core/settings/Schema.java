package dev.starling.core.settings;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** All settings of a service, by path and in the order of their paths. */
record Schema(String service, Map<String, Setting> settings) {

  static Schema of(Class<?> type, String service) {
    Map<String, Setting> settings = new TreeMap<>();
    ConfigMappings.getProperties(ConfigClass.configClass(type, ""))
        .forEach((name, property) -> settings.put(name, Setting.of(name, property.getMethod())));
    // A list is there twice, for the whole and for one entry.
    settings.keySet().removeIf(name -> name.endsWith("[*]"));
    return new Schema(service, settings);
  }

  Collection<Setting> all() {
    return settings.values();
  }

  /** Refuses a name from a file or the command line that is no setting. */
  void check(String name, Value value) throws SettingsException {
    if (settings.containsKey(name)) {
      return;
    }
    String place = Secrets.masked("", name) + " in " + value.origin();
    if (isSection(name)) {
      throw new SettingsException(place + " is a section; valid are the settings in it");
    }
    throw new SettingsException(
        place + " is not a setting of " + service + suggestion(name, settings.keySet()));
  }

  boolean isSection(String name) {
    return settings.keySet().stream().anyMatch(known -> known.startsWith(name + "."));
  }

  SettingsException unknownVariable(String variable) {
    Collection<String> known = all().stream().map(Setting::variable).toList();
    return new SettingsException(
        "environment variable "
            + variable
            + " is not a setting of "
            + service
            + suggestion(variable, known));
  }

  private static String suggestion(String typed, Collection<String> known) {
    return NearestName.to(typed, known).map(name -> "; did you mean " + name + "?").orElse("");
  }
}

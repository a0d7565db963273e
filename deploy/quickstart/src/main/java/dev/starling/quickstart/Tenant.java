package dev.starling.quickstart;

import dev.starling.shared.launch.Platform;
import dev.starling.shared.launch.RunningService;
import dev.starling.shared.launch.ServiceDefinition;
import dev.starling.shared.launch.StartFailure;
import dev.starling.shared.settings.ServiceSettings;
import dev.starling.shared.settings.SettingsException;
import dev.starling.shared.settings.SettingsLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A service as quickstart runs it: with its own packed defaults.
 *
 * @param ports the settings of the ports it serves users on
 */
record Tenant<S extends ServiceSettings>(ServiceDefinition<S> service, List<String> ports) {

  String name() {
    return service.name();
  }

  RunningService start(Platform platform, QuickstartSettings settings) {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("sample-data", Boolean.toString(settings.sampleData()));
    if (settings.freePorts()) {
      ports.forEach(port -> overrides.put(port, "0"));
      overrides.put("management.port", "0");
    }
    try {
      S own =
          SettingsLoader.load(service.settings(), name(), List.of(), Map.of(), overrides)
              .settings();
      return platform.run(service, own);
    } catch (SettingsException failure) {
      throw new StartFailure(name() + ": " + failure.getMessage(), failure);
    }
  }
}

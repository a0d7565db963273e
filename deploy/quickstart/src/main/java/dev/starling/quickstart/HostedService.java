package dev.starling.quickstart;

import dev.starling.core.launch.Platform;
import dev.starling.core.launch.RunningService;
import dev.starling.core.launch.StartFailure;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as quickstart runs it: with its own packed defaults.
 *
 * @param ports the settings of the ports it serves users on
 * @param database the database it needs, if any
 */
record HostedService<S extends ServiceSettings>(
    ServiceDefinition<S> service, List<String> ports, Optional<String> database) {

  /** A service without a database. */
  HostedService(ServiceDefinition<S> service, String... ports) {
    this(service, List.of(ports), Optional.empty());
  }

  /** A service over HTTP, with a database. */
  static <S extends ServiceSettings> HostedService<S> on(
      String database, ServiceDefinition<S> service) {
    return new HostedService<>(service, List.of("http.port"), Optional.of(database));
  }

  String name() {
    return service.name();
  }

  /**
   * Starts it.
   *
   * @param own settings in place of its defaults
   */
  RunningService start(Platform platform, QuickstartSettings settings, Map<String, String> own) {
    Map<String, String> overrides = new HashMap<>(own);
    overrides.put("sample-data", Boolean.toString(settings.sampleData()));
    if (settings.freePorts()) {
      ports.forEach(port -> overrides.put(port, "0"));
      overrides.put("management.port", "0");
    }
    try {
      S loaded =
          SettingsLoader.load(service.settings(), name(), List.of(), Map.of(), overrides)
              .settings();
      return platform.run(service, loaded);
    } catch (SettingsException failure) {
      throw new StartFailure(name() + ": " + failure.getMessage(), failure);
    }
  }
}

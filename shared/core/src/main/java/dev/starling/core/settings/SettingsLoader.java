package dev.starling.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads the settings of a service. Nothing counts but the sources given here: no system property
 * and no file that happens to lie about.
 */
public final class SettingsLoader {
  private SettingsLoader() {}

  /**
   * Reads, checks and binds the settings. Later wins: the packed defaults that all services share,
   * {@code config/service.yaml}, {@code config/cluster.yaml}, {@code config/connections.yaml},
   * {@code config/logging.yaml} and {@code config/tracing.yaml}; those of the service, {@code
   * config/<service>.yaml}; the files; the environment; the command line.
   *
   * @param type the settings interface of the service; its class loader has the packed defaults
   * @param service the name of the service
   * @param files YAML files, as given with {@code --config}
   * @param environment variables by name; only those that start with {@code STARLING_} count
   * @param commandLine values by the path of their setting
   * @throws SettingsException on the first setting or source that is not valid
   */
  public static <S extends ServiceSettings> LoadedSettings<S> load(
      Class<S> type,
      String service,
      List<Path> files,
      Map<String, String> environment,
      Map<String, String> commandLine)
      throws SettingsException {
    Schema schema = Schema.of(type, service);
    Sources sources = new Sources(schema);
    sources.addSharedDefaults(type.getClassLoader());
    sources.addPackedDefault(type.getClassLoader(), service);
    for (Path file : files) {
      sources.addFile(file);
    }
    sources.addEnvironment(environment);
    sources.addCommandLine(commandLine);
    S settings = new Binding(schema, sources.values()).bind(type);
    LoadedSettings<S> loaded = new LoadedSettings<>(settings, schema, sources.values());
    try {
      TlsRules.check(settings);
    } catch (BadSetting bad) {
      throw new SettingsException(loaded.explain(bad));
    }
    return loaded;
  }
}

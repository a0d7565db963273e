package dev.starling.core.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what is set, source by source; a later source replaces what an earlier one said. */
final class Sources {
  private static final String PREFIX = "STARLING_";
  private static final List<String> SHARED =
      List.of("cluster", "connections", "logging", "tracing");

  private final Schema schema;
  private final Map<String, Value> values = new TreeMap<>();

  Sources(Schema schema) {
    this.schema = schema;
  }

  /** The effective values by path. */
  Map<String, Value> values() {
    return values;
  }

  /**
   * Adds what all services share. Of {@code service.yaml} a service takes the settings that it has:
   * one that only speaks TCP has no {@code http.host}.
   */
  void addSharedDefaults(ClassLoader classes) throws SettingsException {
    Map<String, Value> common = packed(classes, "service");
    common.keySet().retainAll(schema.settings().keySet());
    addAll(common);
    for (String name : SHARED) {
      addPackedDefault(classes, name);
    }
  }

  void addPackedDefault(ClassLoader classes, String name) throws SettingsException {
    addAll(packed(classes, name));
  }

  private static Map<String, Value> packed(ClassLoader classes, String name)
      throws SettingsException {
    String resource = "config/" + name + ".yaml";
    try (InputStream stream = classes.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new SettingsException("packed default " + resource + " is missing");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return YamlFile.parse("packed default " + name + ".yaml", text);
    } catch (IOException e) {
      throw new SettingsException("packed default " + resource + " cannot be read");
    }
  }

  void addFile(Path file) throws SettingsException {
    try {
      addAll(YamlFile.parse(file.toString(), withoutMark(Files.readString(file))));
    } catch (IOException e) {
      throw new SettingsException(file + " cannot be read: " + reason(file, e));
    }
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String reason(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    return Files.isDirectory(file) ? "it is a directory" : e.getMessage();
  }

  void addEnvironment(Map<String, String> environment) throws SettingsException {
    Map<String, String> remaining = new TreeMap<>(environment);
    remaining
        .entrySet()
        .removeIf(
            entry ->
                !entry.getKey().startsWith(PREFIX)
                    || KubernetesVariables.isInjectedAddress(entry.getKey(), entry.getValue()));
    for (Setting setting : schema.all()) {
      String text = remaining.remove(setting.variable());
      if (text != null) {
        String origin = "environment variable " + setting.variable();
        values.put(setting.name(), Value.scalar(text, origin));
      }
    }
    for (String variable : remaining.keySet()) {
      if (!KubernetesVariables.isInjectedName(variable)) {
        throw schema.unknownVariable(variable);
      }
    }
  }

  void addCommandLine(Map<String, String> options) throws SettingsException {
    Map<String, Value> named = new TreeMap<>();
    options.forEach(
        (name, text) -> named.put(name, Value.scalar(text, "command line option --" + name)));
    addAll(named);
  }

  private void addAll(Map<String, Value> source) throws SettingsException {
    for (Map.Entry<String, Value> entry : source.entrySet()) {
      if (isEmptySection(entry.getKey(), entry.getValue())) {
        continue;
      }
      schema.check(entry.getKey(), entry.getValue());
      values.put(entry.getKey(), entry.getValue());
    }
  }

  /** A section whose settings are all commented out reads as an empty value. */
  private boolean isEmptySection(String name, Value value) {
    return value.isEmpty() && schema.isSection(name);
  }
}

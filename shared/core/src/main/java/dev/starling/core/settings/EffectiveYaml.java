package dev.starling.core.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes effective values as a YAML file that could be given as {@code --config} (but for the
 * secrets, which are masked), each line with the place that its value came from.
 */
final class EffectiveYaml {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./][A-Za-z0-9./_-]*");
  private static final String INDENT = "  ";

  private final List<Line> lines = new ArrayList<>();
  private List<String> section = List.of();

  private record Line(String text, String origin) {}

  private EffectiveYaml() {}

  /** In the order of the paths, which keeps sections together. */
  static String of(Schema schema, Map<String, Value> values) {
    EffectiveYaml yaml = new EffectiveYaml();
    schema.settings().forEach((name, setting) -> yaml.add(setting, values.get(name)));
    return yaml.aligned();
  }

  private void add(Setting setting, Value value) {
    if (value == null) {
      return;
    }
    List<String> path = List.of(setting.name().split("\\."));
    List<String> parents = path.subList(0, path.size() - 1);
    for (int depth = 0; depth < parents.size(); depth++) {
      if (!isInSection(parents.subList(0, depth + 1))) {
        lines.add(new Line(INDENT.repeat(depth) + parents.get(depth) + ":", ""));
      }
    }
    section = parents;
    String key = path.get(parents.size());
    lines.add(
        new Line(
            INDENT.repeat(parents.size()) + key + ": " + shown(setting, value), value.origin()));
  }

  private boolean isInSection(List<String> parents) {
    return section.size() >= parents.size() && section.subList(0, parents.size()).equals(parents);
  }

  private static String shown(Setting setting, Value value) {
    if (!setting.list() || value.isEmpty()) {
      return quoted(Secrets.masked(setting.name(), value.text()));
    }
    return value.list().stream()
        .map(entry -> quoted(Secrets.masked(setting.name(), entry)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !text.equalsIgnoreCase("null")) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private String aligned() {
    int width = lines.stream().mapToInt(line -> line.text().length()).max().orElse(0);
    StringBuilder yaml = new StringBuilder();
    for (Line line : lines) {
      yaml.append(line.text());
      if (!line.origin().isEmpty()) {
        yaml.append(" ".repeat(width - line.text().length())).append("  # ");
        yaml.append(SettingsException.oneLine(line.origin()));
      }
      yaml.append('\n');
    }
    return yaml.toString();
  }
}

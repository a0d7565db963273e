package dev.starling.checks;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * One file of {@code config/} as a table in Markdown: its settings, their defaults, and what the
 * comments say. The comment of a setting begins with the line that names its environment variable;
 * what stands before that line is said of the section or the file.
 */
final class SettingsTables {
  /** All services have these; they come first, in this order. */
  private static final List<String> SHARED =
      List.of("service", "cluster", "connections", "logging", "tracing");

  private static final Pattern VARIABLE = Pattern.compile("\\s*STARLING_[A-Z_]+$");

  private static final Pattern SHARED_ELSEWHERE =
      Pattern.compile(" What all services share, .* is in service\\.yaml\\.");

  private final Map<String, String> rows = new LinkedHashMap<>();
  private final Map<String, String> described = new LinkedHashMap<>();
  private String introduction = "";

  private SettingsTables() {}

  /** Tables of all files, each below a heading. */
  static String of(Stream<Path> files) {
    StringBuilder text = new StringBuilder();
    files
        .map(file -> file.getFileName().toString().replace(".yaml", ""))
        .sorted(Comparator.comparing(SettingsTables::place).thenComparing(name -> name))
        .forEach(name -> text.append(table(name)));
    return text.toString();
  }

  private static int place(String name) {
    int index = SHARED.indexOf(name);
    return index < 0 ? SHARED.size() : index;
  }

  private static String table(String name) {
    LoaderOptions options = new LoaderOptions();
    options.setProcessComments(true);
    String file = Repository.read(Repository.ROOT.resolve("config").resolve(name + ".yaml"));
    SettingsTables table = new SettingsTables();
    table.section("", (MappingNode) new Yaml(options).compose(new StringReader(file)), "");
    return "\n### %s\n\n[%s.yaml](%s.yaml): %s\n\n".formatted(name, name, name, table.introduction)
        + "| setting | default | what |\n| --- | --- | --- |\n"
        + String.join("", table.rows.values());
  }

  /**
   * Adds the settings of a section.
   *
   * @param about said of the section, and so of its first setting
   */
  private void section(String path, MappingNode section, String about) {
    String before = about;
    for (NodeTuple entry : section.getValue()) {
      Comment comment = Comment.of(entry.getKeyNode());
      if (introduction.isEmpty()) {
        introduction = SHARED_ELSEWHERE.matcher(comment.before()).replaceFirst("");
        comment = new Comment("", comment.own());
      }
      String name = path + ((ScalarNode) entry.getKeyNode()).getValue();
      String text = (before + " " + comment.before() + " " + comment.own()).strip();
      if (entry.getValueNode() instanceof MappingNode inner) {
        section(name + ".", inner, text);
      } else {
        row(name, ((ScalarNode) entry.getValueNode()).getValue(), text);
      }
      before = "";
    }
  }

  private void row(String name, String value, String text) {
    // After the name of a downstream service, for instance, the settings are the same.
    String kind = name.replaceFirst("^[^.]+\\.[^.]+\\.", "");
    String what = text.isEmpty() ? described.getOrDefault(kind, "see the setting before") : text;
    described.putIfAbsent(kind, "as `" + name + "`");
    rows.put(
        name,
        "| `%s` | %s | %s |\n".formatted(name, value.isEmpty() ? "none" : "`" + value + "`", what));
  }

  private record Comment(String before, String own) {
    static Comment of(Node key) {
      StringBuilder before = new StringBuilder();
      StringBuilder own = new StringBuilder();
      boolean named = false;
      List<CommentLine> lines = key.getBlockComments();
      for (CommentLine line : lines == null ? List.<CommentLine>of() : lines) {
        String text = line.getValue().strip();
        String said = VARIABLE.matcher(text).replaceFirst("").strip();
        named |= !said.equals(text);
        (named ? own : before).append(said).append(' ');
      }
      return new Comment(before.toString().strip(), own.toString().strip());
    }
  }
}

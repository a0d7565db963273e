package dev.starling.core.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * Reads a YAML file into settings with their places. Stops at the tree of nodes, because values are
 * wanted as they are written (not {@code yes} as true). SmallRye's own source for YAML does
 * neither, and knows no line numbers.
 */
final class YamlFile {
  private final String name;
  private final Map<String, Value> settings = new LinkedHashMap<>();

  private YamlFile(String name) {
    this.name = name;
  }

  /** The settings of the text, by path, in its order. */
  static Map<String, Value> parse(String name, String text) throws SettingsException {
    YamlFile file = new YamlFile(name);
    Node root = file.compose(text);
    if (root instanceof MappingNode mapping) {
      file.readSection("", mapping);
    } else if (root != null && !isNull(root)) {
      throw new SettingsException(name + " is not a YAML mapping of settings to values");
    }
    return file.settings;
  }

  private Node compose(String text) throws SettingsException {
    LoaderOptions options = new LoaderOptions();
    // Settings need none, and an alias can hold itself.
    options.setMaxAliasesForCollections(0);
    try {
      StreamReader reader = new StreamReader(text);
      return new Composer(new ParserImpl(reader, options), new Resolver(), options).getSingleNode();
    } catch (MarkedYAMLException e) {
      throw new SettingsException(name + " is not valid YAML" + place(e) + problem(e));
    } catch (YAMLException e) {
      throw new SettingsException(name + " is not valid YAML for settings");
    }
  }

  private static String place(MarkedYAMLException e) {
    Mark mark = e.getProblemMark();
    return mark == null
        ? ""
        : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }

  /** Only what the scanner says: the others quote names, which may be part of a secret. */
  private static String problem(MarkedYAMLException e) {
    return e instanceof ScannerException ? ": " + e.getProblem() : "";
  }

  private void readSection(String path, MappingNode section) throws SettingsException {
    Set<String> keys = new HashSet<>();
    for (NodeTuple entry : section.getValue()) {
      String origin = name + " line " + (entry.getKeyNode().getStartMark().getLine() + 1);
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new SettingsException(origin + " does not start with the name of a setting");
      }
      String setting = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      if (!keys.add(key.getValue()) || settings.containsKey(setting)) {
        throw new SettingsException(
            Secrets.masked("", setting) + " in " + origin + " is there a second time");
      }
      read(setting, entry.getValueNode(), origin);
    }
  }

  private void read(String setting, Node node, String origin) throws SettingsException {
    if (node instanceof MappingNode section) {
      readSection(setting, section);
    } else if (node instanceof SequenceNode sequence) {
      settings.put(setting, Value.sequence(items(setting, sequence, origin), origin));
    } else {
      settings.put(setting, Value.scalar(text((ScalarNode) node), origin));
    }
  }

  private List<String> items(String setting, SequenceNode sequence, String origin)
      throws SettingsException {
    List<String> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (!(item instanceof ScalarNode scalar)) {
        throw new SettingsException(
            Secrets.masked("", setting)
                + " in "
                + origin
                + " is nested; valid is a list of plain values");
      }
      items.add(text(scalar));
    }
    return items;
  }

  private static String text(ScalarNode scalar) {
    return isNull(scalar) ? "" : scalar.getValue();
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }
}

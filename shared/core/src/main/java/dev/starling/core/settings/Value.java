package dev.starling.core.settings;

import java.util.Arrays;
import java.util.List;

/**
 * What one source says about a setting, as text.
 *
 * @param items one for a scalar, any number for a sequence
 * @param sequence whether it was written as a YAML sequence
 * @param origin where it was written, to be read by the operator
 */
record Value(List<String> items, boolean sequence, String origin) {

  static Value scalar(String text, String origin) {
    return new Value(List.of(text.strip()), false, origin);
  }

  static Value sequence(List<String> items, String origin) {
    return new Value(items.stream().map(String::strip).toList(), true, origin);
  }

  String text() {
    return String.join(",", items);
  }

  boolean isEmpty() {
    return text().isEmpty();
  }

  /** The entries of a sequence, or of a comma list. */
  List<String> list() {
    List<String> entries = sequence ? items : Arrays.asList(text().split(","));
    return entries.stream().map(String::strip).filter(entry -> !entry.isEmpty()).toList();
  }

  /** A line for the operator: the setting, its value and origin, and what is wrong with it. */
  String blamed(String setting, String problem) {
    String shown = Secrets.masked(setting, text());
    return setting + ": '" + shown + "' from " + origin + " " + problem;
  }
}

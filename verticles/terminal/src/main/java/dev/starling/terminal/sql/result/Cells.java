package dev.starling.terminal.sql.result;

import dev.starling.terminal.screen.SafeText;
import java.util.ArrayList;
import java.util.List;

/** Text in the columns of a terminal, of which a character takes none, one or two. */
final class Cells {
  /** Shown for NULL, which is no text. */
  static final String NULL = "(null)";

  private Cells() {}

  /** How many columns a text takes, if it is safe to show. */
  static int width(String text) {
    return Graphemes.width(text);
  }

  /** The lines of a value, safe to show; a long one is cut off after so many characters. */
  static List<String> lines(String value, int longest) {
    if (value == null) {
      return List.of(NULL);
    }
    String shown = value;
    if (value.length() > longest) {
      int end = Character.isHighSurrogate(value.charAt(longest - 1)) ? longest - 1 : longest;
      shown = value.substring(0, end) + "... (" + value.length() + " characters)";
    }
    if (shown.indexOf('\n') < 0) {
      return List.of(SafeText.sentence(shown));
    }
    List<String> lines = new ArrayList<>();
    for (String line : shown.split("\r?\n", -1)) {
      lines.add(SafeText.sentence(line));
    }
    return lines;
  }

  /** Cuts a line into parts that are at most so wide. */
  static List<String> wrapped(String line, int width) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int used = 0;
    for (String cluster : Graphemes.of(line)) {
      int more = width(cluster);
      if (used + more > width && used > 0) {
        parts.add(part.toString());
        part.setLength(0);
        used = 0;
      }
      part.append(cluster);
      used += more;
    }
    parts.add(part.toString());
    return parts;
  }

  /** Fills up with spaces. */
  static String padded(String text, int width, boolean toTheRight) {
    String space = " ".repeat(Math.max(0, width - width(text)));
    return toTheRight ? space + text : text + space;
  }
}

package dev.starling.terminal.sql.result;

import java.util.ArrayList;
import java.util.List;

/** Rows as lists of names and values, for tables that are too wide. Long values are wrapped. */
final class RecordList {
  private static final int NARROWEST_VALUE = 8;
  private static final int WIDEST_RULE = 40;
  private static final String BETWEEN = " | ";

  private final List<String> names;
  private final int nameWidth;
  private final int available;
  private final Ansi paint;
  private long count;

  /**
   * Begins with row 1.
   *
   * @param available columns of the terminal; 0 when nothing is to be wrapped
   */
  RecordList(List<String> names, int available, Ansi paint) {
    int most = available > 0 ? Math.max(1, available / 2 - BETWEEN.length()) : Integer.MAX_VALUE;
    this.names = names.stream().map(name -> Cells.wrapped(name, most).get(0)).toList();
    this.nameWidth = this.names.stream().mapToInt(Cells::width).max().orElse(0);
    this.available = available;
    this.paint = paint;
  }

  List<String> lines(List<List<String>> cells) {
    count++;
    List<String> lines = new ArrayList<>();
    String rule = "-[ " + count + " ]";
    int width = available > 0 ? Math.min(available, WIDEST_RULE) : WIDEST_RULE;
    lines.add(paint.aside(rule + "-".repeat(Math.max(1, width - rule.length()))));
    for (int i = 0; i < cells.size(); i++) {
      String name = names.get(i);
      for (String line : cells.get(i)) {
        for (String part : parts(line)) {
          lines.add(paint.name(Cells.padded(name, nameWidth, false)) + paint.aside(BETWEEN) + part);
          name = "";
        }
      }
    }
    return lines;
  }

  private List<String> parts(String line) {
    if (available == 0) {
      return List.of(line);
    }
    int width = Math.max(NARROWEST_VALUE, available - nameWidth - BETWEEN.length());
    return Cells.wrapped(line, width);
  }
}

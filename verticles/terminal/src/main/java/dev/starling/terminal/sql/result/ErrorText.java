package dev.starling.terminal.sql.result;

import dev.starling.terminal.screen.SafeText;
import dev.starling.terminal.sql.statement.Statement;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;

/** Puts what the server refused into lines: what, where in the statement, why, what to do. */
public final class ErrorText {
  private static final int NARROWEST = 20;
  private static final int WIDEST = 120;

  /** At either side, before it is cut to what is shown. */
  private static final int LONGEST_EXCERPT = 500;

  private ErrorText() {}

  /**
   * The lines about an error in a statement.
   *
   * @param width of the terminal; 0 when there is none
   */
  public static List<String> lines(PgException error, Statement statement, int width) {
    List<String> lines = new ArrayList<>();
    String severity = error.getSeverity() == null ? "ERROR" : error.getSeverity();
    addText(lines, severity + " " + error.getSqlState() + ": ", error.getErrorMessage());
    addPlace(lines, error, statement, width);
    addText(lines, "DETAIL: ", error.getDetail());
    addText(lines, "HINT: ", error.getHint());
    addText(lines, "QUERY: ", error.getInternalQuery());
    addText(lines, "CONTEXT: ", error.getWhere());
    return lines;
  }

  /** The line of the input that an error is about. */
  public static int line(PgException error, Statement statement) {
    Place place = place(error, statement);
    return place == null ? statement.line() : place.line;
  }

  private record Place(String text, int line, int offset) {}

  /** The position counts characters, not the units of a Java string, from 1. */
  private static Place place(PgException error, Statement statement) {
    String sql = statement.sql();
    int position;
    try {
      position = Integer.parseInt(error.getPosition()) - 1;
    } catch (NumberFormatException none) {
      return null;
    }
    if (position < 0 || position > sql.codePointCount(0, sql.length())) {
      return null;
    }
    int offset = sql.offsetByCodePoints(0, position);
    int start = sql.lastIndexOf('\n', offset - 1) + 1;
    int end = sql.indexOf('\n', offset);
    int line = statement.line() + (int) sql.chars().limit(start).filter(c -> c == '\n').count();
    return new Place(sql.substring(start, end < 0 ? sql.length() : end), line, offset - start);
  }

  private static void addPlace(
      List<String> lines, PgException error, Statement statement, int width) {
    Place place = place(error, statement);
    if (place == null) {
      return;
    }
    String label = "LINE " + place.line + ": ";
    int available = Math.max(NARROWEST, width > 0 ? width : WIDEST) - label.length();
    int from = Math.max(0, place.offset - LONGEST_EXCERPT);
    int to = Math.min(place.text.length(), place.offset + LONGEST_EXCERPT);
    String before = SafeText.sentence(place.text.substring(from, place.offset));
    String after = SafeText.sentence(place.text.substring(place.offset, to));
    if (Cells.width(before) + Cells.width(after) > available) {
      before = lastPart(before, Math.max(1, available / 2));
      after = Cells.wrapped(after, Math.max(1, available - Cells.width(before))).get(0);
    }
    lines.add(label + before + after);
    lines.add(" ".repeat(label.length() + Cells.width(before)) + "^");
  }

  private static String lastPart(String text, int width) {
    int left = Cells.width(text);
    int start = 0;
    for (String cluster : Graphemes.of(text)) {
      if (left <= width) {
        break;
      }
      left -= Cells.width(cluster);
      start += cluster.length();
    }
    return text.substring(start);
  }

  private static void addText(List<String> lines, String label, String text) {
    if (text != null && !text.isBlank()) {
      String start = label;
      for (String line : text.strip().split("\r?\n")) {
        lines.add(start + SafeText.sentence(line));
        start = "  ";
      }
    }
  }
}

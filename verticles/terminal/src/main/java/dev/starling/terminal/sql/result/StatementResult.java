package dev.starling.terminal.sql.result;

import java.time.Duration;
import java.util.Locale;

/**
 * How a statement ended that did not fail.
 *
 * @param returnsRows whether it has a result, if only an empty one
 * @param rows how many were taken
 * @param stopped whether there were more, which nobody wanted
 * @param tag what the server says was done, such as {@code UPDATE 5}
 * @param took without the time in which nobody asked for more
 */
public record StatementResult(
    boolean returnsRows, long rows, boolean stopped, String tag, Duration took) {

  /** In a few words. */
  @Override
  public String toString() {
    if (!returnsRows) {
      return tag + " (" + time() + ")";
    }
    String count = rows == 1 ? "1 row" : rows + " rows";
    return "(" + count + (stopped ? ", stopped, " : ", ") + time() + ")";
  }

  private String time() {
    double millis = took.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 1_000) {
      return String.format(Locale.ROOT, "%.0f ms", millis);
    }
    return millis < 60_000
        ? String.format(Locale.ROOT, "%.2f s", millis / 1_000)
        : took.toMinutes() + " min " + took.toSecondsPart() + " s";
  }
}

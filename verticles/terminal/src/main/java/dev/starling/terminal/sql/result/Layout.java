package dev.starling.terminal.sql.result;

import java.util.function.IntSupplier;

/**
 * What a table may look like.
 *
 * @param width of the terminal, asked for with each result; 0 when there is none to fit
 * @param records when a row is shown as a list of names and values
 * @param longestValue in characters; more is cut off, and says so
 */
public record Layout(IntSupplier width, Records records, int longestValue, Ansi paint) {
  /** When rows are shown as lists. */
  public enum Records {
    ALWAYS,
    NEVER,
    /** When the table is wider than the terminal. */
    WHEN_WIDE
  }

  /** Longer than what anybody reads. */
  private static final int LONGEST_ON_A_TERMINAL = 2_000;

  /** For a file or a pipe. */
  public static Layout plain(boolean records) {
    return new Layout(
        () -> 0, records ? Records.ALWAYS : Records.NEVER, Integer.MAX_VALUE, Ansi.NONE);
  }

  /** For a terminal. */
  public static Layout terminal(IntSupplier width, Records records, Ansi paint) {
    return new Layout(width, records, LONGEST_ON_A_TERMINAL, paint);
  }

  /** The same, with rows shown otherwise. */
  public Layout with(Records otherwise) {
    return new Layout(width, otherwise, longestValue, paint);
  }
}

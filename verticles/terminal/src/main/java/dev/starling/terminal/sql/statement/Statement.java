package dev.starling.terminal.sql.statement;

import java.util.List;

/**
 * One SQL statement, without the semicolon that ended it.
 *
 * @param sql begins with its first character that is not white space
 * @param line of the input that it begins on, from 1
 * @param words the first few words outside of quotes and comments, in capitals
 * @param copiesStream whether it is a {@code COPY} from or to the client
 */
public record Statement(String sql, int line, List<String> words, boolean copiesStream) {
  private static final int LONGEST_TITLE = 60;

  /** Whether it begins with these words. */
  public boolean beginsWith(String... expected) {
    return words.size() >= expected.length
        && words.subList(0, expected.length).equals(List.of(expected));
  }

  /** Whether a transaction may be open after it. */
  public boolean opensTransaction() {
    return beginsWith("BEGIN") || beginsWith("START", "TRANSACTION");
  }

  /** Enough of it to know which one it is, on one line. */
  public String title() {
    String line = sql.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= LONGEST_TITLE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_TITLE - 3)) + "...";
  }
}

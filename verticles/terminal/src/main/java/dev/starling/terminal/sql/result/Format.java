package dev.starling.terminal.sql.result;

import java.util.List;

/**
 * How one result after the other becomes lines of text. Rows come in batches and are not kept. A
 * row's values are as the server writes them, null for NULL.
 */
public interface Format {
  /** A result begins. */
  void begin(List<Column> columns);

  /** The next rows; the first batch of a result may be empty. */
  List<String> rows(List<String[]> rows);

  /** What stands above the rows, with what the rows so far have taught. */
  List<String> head();

  /** What stands above the rows that follow after a pause. */
  default List<String> headAgain() {
    return List.of();
  }

  /** What closes a result, if it had one. */
  List<String> end(StatementResult outcome);
}

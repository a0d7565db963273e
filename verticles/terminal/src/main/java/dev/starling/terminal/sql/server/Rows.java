package dev.starling.terminal.sql.server;

import dev.starling.terminal.sql.result.Column;
import dev.starling.terminal.sql.result.StatementResult;
import io.vertx.core.Future;
import java.util.List;

/** Takes the rows of one result, at its own pace. Called on the event loop. */
public interface Rows {
  /** How many rows it would like next, at least one. */
  int wanted();

  /**
   * Takes the next rows; of an empty result, none. Completes once it is ready for more, with
   * whether it wants any.
   *
   * @param last whether there are no more
   */
  Future<Boolean> take(List<Column> columns, List<String[]> rows, boolean last);

  /** The statement is done, and nothing more comes of it. */
  void done(StatementResult outcome);

  /** No more is wanted, whatever anybody says. */
  void stop();

  /** Whether somebody has yet to say whether more is wanted. */
  boolean waiting();
}

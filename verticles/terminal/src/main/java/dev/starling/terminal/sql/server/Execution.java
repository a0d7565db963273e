package dev.starling.terminal.sql.server;

import dev.starling.terminal.sql.result.Column;
import dev.starling.terminal.sql.result.StatementResult;
import dev.starling.terminal.sql.statement.Statement;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement on its way. A result is fetched in parts, from a cursor that lives in a
 * transaction: in the one that is open, else in one of its own.
 */
final class Execution {
  private final PgConnection connection;
  private final MessageInspector wire;
  private final Statement statement;
  private final Rows rows;
  private final Promise<Boolean> fetched = Promise.promise();
  private List<Column> columns = List.of();
  private long count;
  private long started = System.nanoTime();
  private long took;

  Execution(PgConnection connection, MessageInspector wire, Statement statement, Rows rows) {
    this.connection = connection;
    this.wire = wire;
    this.statement = statement;
    this.rows = rows;
  }

  Future<StatementResult> run() {
    return connection.prepare(statement.sql()).compose(this::runPrepared);
  }

  private Future<StatementResult> runPrepared(PreparedStatement prepared) {
    columns = wire.columns();
    Future<StatementResult> done = stopped(prepared).map(this::outcome);
    return done.transform(result -> prepared.close().transform(closed -> done));
  }

  /** Takes the result; completes with whether there was more than anybody wanted. */
  private Future<Boolean> stopped(PreparedStatement prepared) {
    if (columns.isEmpty()) {
      return prepared.query().execute().map(nothing -> false);
    }
    if (statement.beginsWith("CALL")) {
      // A procedure may commit, which it may not in a transaction of ours; it returns one row.
      return prepared.query().execute().compose(row -> take(row, true)).map(taken -> false);
    }
    if (wire.inTransaction()) {
      return fetch(prepared);
    }
    return command("BEGIN")
        .compose(begun -> fetch(prepared))
        .compose(
            stopped -> command("COMMIT").map(stopped),
            failure -> command("ROLLBACK").transform(any -> Future.failedFuture(failure)));
  }

  private Future<Void> command(String sql) {
    return connection.query(sql).execute().mapEmpty();
  }

  private Future<Boolean> fetch(PreparedStatement prepared) {
    Cursor cursor = prepared.cursor(Tuple.tuple());
    fetchNext(cursor);
    return fetched.future().compose(stopped -> cursor.close().map(stopped));
  }

  private record Part(boolean last, boolean moreWanted) {}

  /** One part after the other, without a chain of futures that grows with the result. */
  private void fetchNext(Cursor cursor) {
    cursor
        .read(rows.wanted())
        .compose(
            result -> {
              boolean last = !cursor.hasMore();
              return take(result, last).map(more -> new Part(last, more));
            })
        .onFailure(fetched::fail)
        .onSuccess(
            part -> {
              if (part.last || !part.moreWanted) {
                fetched.complete(!part.last);
              } else {
                fetchNext(cursor);
              }
            });
  }

  private Future<Boolean> take(RowSet<Row> result, boolean last) {
    List<String[]> texts = new ArrayList<>(result.size());
    for (Row row : result) {
      String[] values = new String[row.size()];
      for (int i = 0; i < values.length; i++) {
        Object value = row.getValue(i);
        values[i] = value == null ? null : value.toString();
      }
      texts.add(values);
    }
    count += texts.size();
    took += System.nanoTime() - started;
    return rows.take(columns, texts, last).onComplete(taken -> started = System.nanoTime());
  }

  private StatementResult outcome(boolean stopped) {
    took += System.nanoTime() - started;
    return new StatementResult(
        !columns.isEmpty(), count, stopped, wire.tag(), Duration.ofNanos(took));
  }
}

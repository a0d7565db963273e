package dev.starling.terminal.sql.script;

import dev.starling.terminal.sql.result.Column;
import dev.starling.terminal.sql.result.Format;
import dev.starling.terminal.sql.result.StatementResult;
import dev.starling.terminal.sql.server.Rows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Writes a result as fast as it is taken. Large rows are fetched a few at a time. */
final class ScriptRows implements Rows {
  private static final int FIRST = 10;
  private static final int MOST = 2_000;

  /** Characters held at a time, roughly. */
  private static final long ENOUGH = 1 << 20;

  private final Vertx vertx;
  private final ScriptOutput output;
  private final Format format;
  private boolean begun;
  private volatile boolean taken = true;
  private boolean stopped;
  private int wanted = FIRST;

  ScriptRows(Vertx vertx, ScriptOutput output, Format format) {
    this.vertx = vertx;
    this.output = output;
    this.format = format;
  }

  @Override
  public int wanted() {
    return wanted;
  }

  @Override
  public Future<Boolean> take(List<Column> columns, List<String[]> rows, boolean last) {
    adapt(rows);
    return vertx.executeBlocking(() -> write(columns, rows)).map(written -> written && !stopped);
  }

  private void adapt(List<String[]> rows) {
    long characters = 0;
    for (String[] row : rows) {
      for (String value : row) {
        characters += value == null ? 0 : value.length();
      }
    }
    if (!rows.isEmpty()) {
      wanted = (int) Math.max(1, Math.min(MOST, ENOUGH * rows.size() / (characters + 1)));
    }
  }

  private boolean write(List<Column> columns, List<String[]> rows) {
    List<String> lines = new ArrayList<>();
    if (begun) {
      lines.addAll(format.rows(rows));
    } else {
      begun = true;
      format.begin(columns);
      List<String> first = format.rows(rows);
      lines.addAll(format.head());
      lines.addAll(first);
    }
    taken = output.write(lines);
    return taken;
  }

  /** Whether the reader of the output took everything. */
  boolean isTaken() {
    return taken;
  }

  @Override
  public void done(StatementResult outcome) {
    // Reported by the caller, which knows whether the output is for people.
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean waiting() {
    return false;
  }
}

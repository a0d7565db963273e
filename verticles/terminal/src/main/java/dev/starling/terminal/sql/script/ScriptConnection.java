package dev.starling.terminal.sql.script;

import dev.starling.terminal.screen.SafeText;
import dev.starling.terminal.sql.result.ErrorText;
import dev.starling.terminal.sql.result.StatementResult;
import dev.starling.terminal.sql.server.Backend;
import dev.starling.terminal.sql.server.EventLoop;
import dev.starling.terminal.sql.server.Notices;
import dev.starling.terminal.sql.statement.Statement;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The connection that a script runs on, for the thread that reads the script. */
final class ScriptConnection implements Backend.Listener {
  private final Vertx vertx;
  private final EventLoop loop;
  private final Backend.Options server;
  private final ScriptOptions options;
  private final ScriptOutput output;
  private final Notices notices;
  private volatile boolean over;
  private volatile ScriptRows rows;
  private volatile Backend backend;

  ScriptConnection(
      Vertx vertx,
      EventLoop loop,
      Backend.Options server,
      ScriptOptions options,
      ScriptOutput output,
      Notices notices) {
    this.vertx = vertx;
    this.loop = loop;
    this.server = server;
    this.options = options;
    this.output = output;
    this.notices = notices;
  }

  /** Runs a statement, on a new connection when there is none; false when it failed. */
  boolean run(Statement statement) throws InterruptedException {
    try {
      if (backend == null || backend.isLost()) {
        backend = loop.await(() -> Backend.open(vertx, server, this));
      }
      ScriptRows taking = new ScriptRows(vertx, output, options.format());
      rows = taking;
      StatementResult outcome =
          loop.await(() -> backend.run(statement, taking).eventually(notices::shown));
      if (!taking.isTaken()) {
        over = true;
        return false;
      }
      end(outcome);
      return !over;
    } catch (ExecutionException failure) {
      tell(failure.getCause(), statement);
      over |= backend == null;
      return false;
    }
  }

  private void end(StatementResult outcome) {
    List<String> lines =
        options.formatName().isForPeople()
            ? List.of(outcome.toString(), "")
            : options.format().end(outcome);
    if (!output.write(lines)) {
      over = true;
    }
  }

  private void tell(Throwable failure, Statement statement) {
    if (failure instanceof PgException error) {
      List<String> lines = ErrorText.lines(error, statement, 0);
      output.tell(place(ErrorText.line(error, statement)) + lines.get(0));
      lines.subList(1, lines.size()).forEach(output::tell);
    } else if (backend == null) {
      output.tell(SafeText.strict(String.valueOf(failure.getMessage())));
    } else {
      output.tell(place(statement.line()) + SafeText.strict(String.valueOf(failure.getMessage())));
    }
  }

  private String place(int line) {
    return options.name() + ", line " + line + ": ";
  }

  /** Whether nothing more can come of it: interrupted, not connected, or nobody reads. */
  boolean isOver() {
    return over;
  }

  /** Cancels what runs; from any thread. */
  void interrupt() {
    over = true;
    loop.execute(
        () -> {
          if (rows != null) {
            rows.stop();
          }
          if (backend != null) {
            backend.cancel();
          }
        });
  }

  /** Closes it; whether a transaction was open. */
  boolean leave() throws InterruptedException {
    if (backend == null || backend.isLost()) {
      return false;
    }
    boolean open = backend.inTransaction();
    try {
      loop.await(() -> backend.close().otherwiseEmpty().eventually(notices::shown));
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
    return open && !over;
  }

  @Override
  public void notice(String severity, String message) {
    notices.add(SafeText.strict(severity) + ": " + SafeText.sentence(message));
  }

  @Override
  public void notification(String channel, String payload) {
    notices.add("notified on " + SafeText.strict(channel) + ": " + SafeText.sentence(payload));
  }
}

package dev.starling.terminal.sql.server;

import dev.starling.net.internal.SqlSockets;
import dev.starling.postgres.Servers;
import dev.starling.terminal.sql.result.StatementResult;
import dev.starling.terminal.sql.server.ServerFailure.Kind;
import dev.starling.terminal.sql.statement.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection to the server, and the process that serves it there. Runs one statement at a time,
 * on its event loop.
 */
public final class Backend {
  /** How to connect. */
  public record Options(Address address, Duration connectTimeout, Duration statementTimeout) {}

  /** Receives notices of the server. */
  public interface Listener {
    /** Something about a statement that is no error. */
    void notice(String severity, String message);

    /** Somebody used {@code NOTIFY}. */
    void notification(String channel, String payload);
  }

  private static final Map<String, String> ENCODING = Map.of("client_encoding", "UTF8");
  private static final String WRONG_PASSWORD = "28P01";

  private final PgConnection connection;
  private final MessageInspector wire = new MessageInspector();
  private int settings;
  private boolean lost;
  private boolean cancelled;
  private String farewell = "the server is gone or has closed it";

  private Backend(PgConnection connection, Listener listener) {
    this.connection = connection;
    connection.closeHandler(closed -> lost = true);
    connection.exceptionHandler(this::note);
    connection.noticeHandler(notice -> listener.notice(notice.getSeverity(), notice.getMessage()));
    connection.notificationHandler(
        sent -> listener.notification(sent.getChannel(), sent.getPayload()));
    SqlSockets.addBeforeCodec(connection, "wire", wire);
  }

  /** Connects; fails with a {@link ServerFailure} or, where the server refuses, with its words. */
  public static Future<Backend> open(Vertx vertx, Options options, Listener listener) {
    Servers servers = servers(vertx, options);
    Future<PgConnection> connecting =
        servers.next().compose(server -> PgConnection.connect(vertx, server));
    return connecting
        .timeout(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> connecting.onSuccess(PgConnection::close))
        .map(connection -> new Backend(connection, listener))
        .recover(failure -> Future.failedFuture(explained(failure, options)));
  }

  private static Servers servers(Vertx vertx, Options options) {
    Map<String, String> limits = new HashMap<>();
    if (!options.statementTimeout().isZero()) {
      limits.put("statement_timeout", options.statementTimeout().toMillis() + "ms");
    }
    return new Servers(
        vertx, options.address().withPassword(), options.connectTimeout(), ENCODING, limits);
  }

  private static Exception explained(Throwable failure, Options options) {
    Address address = options.address();
    boolean wrongPassword =
        failure instanceof PgException refusal && refusal.getSqlState().equals(WRONG_PASSWORD)
            // From the mechanism that has to encrypt it.
            || failure instanceof IllegalArgumentException;
    if (wrongPassword && address.password().isEmpty()) {
      return new ServerFailure(
          Kind.PASSWORD_MISSING,
          address + " wants a password: give it in PGPASSWORD, ~/.pgpass or the URI");
    }
    if (failure instanceof PgException refusal) {
      return new ServerFailure(Kind.OTHER, address + " refuses: " + refusal.getErrorMessage());
    }
    String reason =
        failure instanceof TimeoutException
            ? "no answer within " + options.connectTimeout().toSeconds() + " s"
            : ConnectFailures.of(failure);
    return new ServerFailure(Kind.OTHER, "cannot reach " + address + ": " + reason);
  }

  /** Runs a statement; fails with the server's words or with a {@link ServerFailure}. */
  public Future<StatementResult> run(Statement statement, Rows rows) {
    if (statement.copiesStream()) {
      return Future.failedFuture(
          new ServerFailure(
              Kind.OTHER,
              "COPY from STDIN or to STDOUT is not possible here; --format csv writes results,"
                  + " and COPY with a file name works on the server"));
    }
    return new Execution(connection, wire, statement, rows)
        .run()
        .recover(failure -> Future.failedFuture(explained(failure)));
  }

  /** Runs a statement that was run before, for what it changes. */
  Future<Void> repeat(String sql) {
    return connection.query(sql).execute().mapEmpty();
  }

  private Throwable explained(Throwable failure) {
    if (failure instanceof PgException) {
      return failure;
    }
    // The command may hear of it before the handler of the connection does.
    lost |= failure instanceof IOException || failure instanceof ClosedConnectionException;
    if (lost) {
      return new ServerFailure(Kind.CONNECTION_LOST, "the connection was lost: " + farewell);
    }
    return new ServerFailure(Kind.OTHER, ConnectFailures.of(failure));
  }

  private void note(Throwable failure) {
    if (failure instanceof PgException words) {
      // It tells more than how the connection then breaks.
      farewell = words.getErrorMessage();
    }
  }

  /** Asks the server to stop what it is doing for this connection. */
  public Future<Void> cancel() {
    cancelled = true;
    return connection.cancelRequest();
  }

  /** Whether a request to cancel may still be on its way, and would hit the wrong statement. */
  boolean isDoubtful() {
    return cancelled;
  }

  /** The request to cancel has arrived. */
  void cancelArrived() {
    cancelled = false;
  }

  /** Whether the connection is no more. */
  public boolean isLost() {
    return lost;
  }

  /** Whether a transaction is open. */
  public boolean inTransaction() {
    return wire.inTransaction();
  }

  /** Whether a transaction is open that can only be rolled back. */
  public boolean inFailedTransaction() {
    return wire.inFailedTransaction();
  }

  int settings() {
    return settings;
  }

  void settings(int applied) {
    settings = applied;
  }

  /** Breaks the connection off without another word, for a server that does not answer. */
  void breakOff() {
    farewell = "you have broken it off";
    // Past the library, which would first wait for the answer to what is under way.
    SqlSockets.abort(connection);
  }

  /** Closes the connection; what it was doing fails. */
  public Future<Void> close() {
    return lost ? Future.succeededFuture() : connection.close();
  }
}

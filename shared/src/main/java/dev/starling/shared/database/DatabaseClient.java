package dev.starling.shared.database;

import dev.starling.shared.settings.DatabaseUri;
import dev.starling.shared.settings.ServiceSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Statements on a database, each with a deadline. The server gives up on a statement before the
 * deadline, so that nothing abandoned goes on there; a server that says nothing until then is given
 * up: all connections are closed and new ones made. It works again by itself when the database
 * does. Thread-safe; futures complete on the context of the caller, if it has one.
 */
public final class DatabaseClient {
  /** How long a statement waits for a connection: one that is free, or a new one. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private static final int MAX_WAITING = 1_000;
  private static final double SERVER_SHARE = 0.8;
  private static final double LOCK_SHARE = 0.6;

  /** Less than what firewalls and balancers wait until they forget a connection. */
  private static final int IDLE_SECONDS = 180;

  /** Connections follow a database that moved. */
  private static final int LIFETIME_SECONDS = 1_800;

  private final Context owner;
  private final DatabaseUri uri;
  private final Duration deadline;
  private final Supplier<? extends SqlClient> factory;

  private volatile SqlClient client;
  private volatile long lastAnswer = System.nanoTime();
  private boolean closed;

  private DatabaseClient(
      Vertx vertx, DatabaseUri uri, Duration deadline, Supplier<? extends SqlClient> factory) {
    this.owner = vertx.getOrCreateContext();
    this.uri = uri;
    this.deadline = deadline;
    this.factory = factory;
    this.client = factory.get();
  }

  /**
   * A client whose connections take a statement at a time: one that waits, for a lock say, holds up
   * no other.
   *
   * @param settings with an address
   * @param application what the server lists its connections as
   */
  public static DatabaseClient pooled(
      Vertx vertx, ServiceSettings.Database settings, String application, Duration deadline) {
    DatabaseUri uri = uri(settings);
    PgConnectOptions options = connectOptions(uri, application, deadline);
    PoolOptions pool = poolOptions(settings, deadline);
    return new DatabaseClient(
        vertx,
        uri,
        deadline,
        () -> PgBuilder.pool().with(pool).connectingTo(options).using(vertx).build());
  }

  /**
   * A client that sends statements without waiting for the answers to earlier ones: the fastest for
   * many short ones, which must not wait for anything. Otherwise as {@link #pooled}.
   */
  public static DatabaseClient pipelined(
      Vertx vertx, ServiceSettings.Database settings, String application, Duration deadline) {
    DatabaseUri uri = uri(settings);
    PgConnectOptions options = connectOptions(uri, application, deadline);
    PoolOptions pool = poolOptions(settings, deadline);
    return new DatabaseClient(
        vertx,
        uri,
        deadline,
        () -> PgBuilder.client().with(pool).connectingTo(options).using(vertx).build());
  }

  private static DatabaseUri uri(ServiceSettings.Database settings) {
    return DatabaseUri.parse(settings.uri().orElseThrow());
  }

  private static PgConnectOptions connectOptions(
      DatabaseUri uri, String application, Duration deadline) {
    return new PgConnectOptions()
        .setHost(uri.host())
        .setPort(uri.port())
        .setDatabase(uri.database())
        .setUser(uri.user())
        .setPassword(uri.password())
        .setCachePreparedStatements(true)
        .addProperty("application_name", application)
        .addProperty("statement_timeout", share(deadline, SERVER_SHARE))
        .addProperty("lock_timeout", share(deadline, LOCK_SHARE));
  }

  private static String share(Duration deadline, double share) {
    return Math.round(deadline.toMillis() * share) + "ms";
  }

  private static PoolOptions poolOptions(ServiceSettings.Database settings, Duration deadline) {
    long wait = Math.min(CONNECT_TIMEOUT.toMillis(), deadline.toMillis());
    return new PoolOptions()
        .setMaxSize(settings.poolSize())
        .setMaxWaitQueueSize(MAX_WAITING)
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
        .setConnectionTimeout(Math.toIntExact(wait))
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxLifetime(LIFETIME_SECONDS);
  }

  /**
   * Runs statements. Fails with a {@link DatabaseFailure} at the deadline at the latest; what was
   * asked for may then have happened nevertheless.
   */
  public <T> Future<T> run(Function<SqlClient, Future<T>> statements) {
    SqlClient used = client;
    long began = System.nanoTime();
    return statements
        .apply(used)
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(answer -> lastAnswer = System.nanoTime())
        .recover(failure -> Future.failedFuture(explained(used, began, failure)));
  }

  /** Where the database is. */
  public DatabaseUri uri() {
    return uri;
  }

  /** Closes the connections; what is under way fails. */
  public synchronized Future<Void> close() {
    closed = true;
    return client.close();
  }

  private DatabaseFailure explained(SqlClient used, long began, Throwable failure) {
    if (failure instanceof PgException refused) {
      lastAnswer = System.nanoTime();
      return new DatabaseFailure(
          uri, refused.getErrorMessage() + " (" + refused.getSqlState() + ")", refused);
    }
    if (failure instanceof TimeoutException) {
      replace(used);
      return new DatabaseFailure(uri, "no answer in " + deadline.toMillis() + " ms", failure);
    }
    if (isSilentSince(began)) {
      replace(used);
    }
    return DatabaseFailure.of(uri, failure);
  }

  /** Whether nobody got an answer since then, for as long as a connection may take to be made. */
  private boolean isSilentSince(long began) {
    return lastAnswer - began < 0 && System.nanoTime() - began >= CONNECT_TIMEOUT.toNanos();
  }

  /**
   * The driver has no timeout for connections that are being made or that no longer answer, and
   * passes no socket options on: closing its client is what lets go of them. On the context of the
   * owner, because the client closes together with the verticle on whose context it was made.
   */
  private void replace(SqlClient silent) {
    owner.runOnContext(
        v -> {
          synchronized (this) {
            if (client == silent && !closed) {
              client = factory.get();
              silent.close();
            }
          }
        });
  }
}

package dev.starling.database;

import dev.starling.core.problem.ProblemException;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.postgres.PostgresUri;
import dev.starling.postgres.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statements on a database, each with a deadline. The server gives up on a statement before its
 * deadline, so that nothing abandoned goes on there; behind a pooler that gives each transaction
 * another connection, only on those in transactions of several. Works again by itself when the
 * database does. Thread-safe; futures complete on the context of the caller, if it has one. Closes
 * with the verticle that makes it, if not before.
 */
public final class DatabaseClient {
  private static final Logger log = LoggerFactory.getLogger(DatabaseClient.class);

  /**
   * How long a server may take for a connection, unless the address says otherwise, and the least
   * that a statement waits for one, be it new or free again.
   */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private static final int MAX_WAITING = 1_000;
  private static final double SERVER_SHARE = 0.8;
  private static final double LOCK_SHARE = 0.6;

  /** Less than what firewalls and balancers wait until they forget a connection. */
  private static final int IDLE_SECONDS = 180;

  /** Connections follow a database that moved. */
  private static final int LIFETIME_SECONDS = 1_800;

  /** Of several servers, the one that was chosen may not be in the right state any more. */
  private static final int LIFETIME_AMONG_SERVERS_SECONDS = 60;

  /** Statements count on it to see what was committed before them. */
  private static final String ISOLATION = "read committed";

  /** Failures of this program, not of the database. */
  private static final Set<Class<?>> MISTAKES =
      Set.of(
          NullPointerException.class,
          ClassCastException.class,
          NoSuchElementException.class,
          IndexOutOfBoundsException.class);

  private final PostgresUri uri;
  private final Duration deadline;
  private final SqlClient client;
  private final Servers servers;
  private final String transactionLimits;

  private DatabaseClient(
      PostgresUri uri,
      Duration deadline,
      SqlClient client,
      Servers servers,
      String transactionLimits) {
    this.uri = uri;
    this.deadline = deadline;
    this.client = client;
    this.servers = servers;
    this.transactionLimits = transactionLimits;
  }

  /**
   * A client whose connections take a statement at a time: one that waits, for a lock say, holds up
   * no other. A statement waits for a connection as long as the address gives its servers with
   * {@code connect_timeout}, for 2 s at least, and no longer than its deadline.
   *
   * @param settings with an address
   * @param application what the server lists its connections as
   */
  public static DatabaseClient pooled(
      Vertx vertx, ServiceSettings.Database settings, String application, Duration deadline) {
    Duration wait = wait(PostgresUri.parse(settings.uri().orElseThrow()));
    return create(
        PgBuilder.pool(),
        wait.compareTo(deadline) < 0 ? wait : deadline,
        vertx,
        settings,
        application,
        deadline);
  }

  /** Until each of the servers has had its time. */
  private static Duration wait(PostgresUri uri) {
    Duration all = uri.connectTimeout().orElse(CONNECT_TIMEOUT).multipliedBy(uri.servers().size());
    return all.compareTo(CONNECT_TIMEOUT) < 0 ? CONNECT_TIMEOUT : all;
  }

  /**
   * A client that sends statements without waiting for the answers to earlier ones: the fastest for
   * many short ones, none of which waits for anything. Otherwise as {@link #pooled}.
   *
   * @param wait how long a statement waits to be sent while there is no connection; zero is as long
   *     as it takes, for one that does no harm when nobody wants its answer any more
   */
  public static DatabaseClient pipelined(
      Vertx vertx,
      ServiceSettings.Database settings,
      String application,
      Duration deadline,
      Duration wait) {
    return create(PgBuilder.client(), wait, vertx, settings, application, deadline);
  }

  private static DatabaseClient create(
      ClientBuilder<? extends SqlClient> builder,
      Duration wait,
      Vertx vertx,
      ServiceSettings.Database settings,
      String application,
      Duration deadline) {
    PostgresUri uri = PostgresUri.parse(settings.uri().orElseThrow());
    Map<String, String> limits =
        Map.of(
            "statement_timeout", share(deadline, SERVER_SHARE),
            "lock_timeout", share(deadline, LOCK_SHARE),
            "default_transaction_isolation", ISOLATION);
    Map<String, String> name = Map.of("application_name", application);
    Servers servers = new Servers(vertx, uri, CONNECT_TIMEOUT, name, limits);
    SqlClient client =
        builder
            .with(
                poolOptions(settings.poolSize(), wait)
                    .setMaxLifetime(
                        uri.isChoice() ? LIFETIME_AMONG_SERVERS_SECONDS : LIFETIME_SECONDS))
            .connectingTo(servers::nextOptions)
            .using(
                DatabaseSockets.on(vertx, uri.connectTimeout().orElse(CONNECT_TIMEOUT), deadline))
            .build();
    return new DatabaseClient(uri, deadline, client, servers, transactionLimits(limits));
  }

  /** For poolers, which take no limits for a connection. */
  private static String transactionLimits(Map<String, String> limits) {
    return "set transaction isolation level "
        + ISOLATION
        + "; set local statement_timeout = '"
        + limits.get("statement_timeout")
        + "'; set local lock_timeout = '"
        + limits.get("lock_timeout")
        + "'";
  }

  private static String share(Duration deadline, double share) {
    return Math.round(deadline.toMillis() * share) + "ms";
  }

  private static PoolOptions poolOptions(int size, Duration wait) {
    return new PoolOptions()
        .setMaxSize(size)
        .setMaxWaitQueueSize(MAX_WAITING)
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
        .setConnectionTimeout(Math.toIntExact(wait.toMillis()))
        .setIdleTimeout(IDLE_SECONDS);
  }

  /**
   * Runs statements. Fails with a {@link DatabaseFailure}, at the deadline at the latest; what was
   * asked for may then have happened nevertheless. A {@link ProblemException} from within stays
   * one.
   */
  public <T> Future<T> run(Function<SqlClient, Future<T>> statements) {
    return statements
        .apply(client)
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> Future.failedFuture(explained(failure)));
  }

  /**
   * Runs statements in one transaction, which is rolled back when their future fails. For a client
   * made by {@link #pooled}. Otherwise as {@link #run}.
   */
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> statements) {
    return run(
        pool ->
            ((Pool) pool)
                .withTransaction(
                    connection -> {
                      // Statements fail of it, too; without a handler it is printed with its trace.
                      connection.exceptionHandler(
                          failure -> log.debug("{}: {}", uri, failure.getMessage()));
                      return servers.isPooled()
                          ? connection
                              .query(transactionLimits)
                              .execute()
                              .compose(limited -> statements.apply(connection))
                          : statements.apply(connection);
                    }));
  }

  /**
   * Runs one statement on a connection, with limits and isolation of its own behind a pooler, too.
   * For a client made by {@link #pooled}. Otherwise as {@link #run}.
   *
   * @param statement is not called when there is no connection
   */
  public <T> Future<T> single(Function<SqlConnection, Future<T>> statement) {
    return servers.isPooled()
        ? transaction(statement)
        : run(pool -> ((Pool) pool).withConnection(statement));
  }

  private RuntimeException explained(Throwable failure) {
    if (failure instanceof ProblemException || MISTAKES.contains(failure.getClass())) {
      return (RuntimeException) failure;
    }
    if (failure instanceof PgException refusal) {
      String reason = refusal.getErrorMessage() + " (" + refusal.getSqlState() + ")";
      return new DatabaseFailure(uri, reason, refusal.getSqlState(), refusal);
    }
    return failure instanceof TimeoutException
        ? new DatabaseFailure(uri, "no answer in " + deadline.toMillis() + " ms", failure)
        : DatabaseFailure.of(uri, failure);
  }

  /** Where the database is. */
  public PostgresUri uri() {
    return uri;
  }

  /** Closes the connections, without waiting long for a database that does not answer. */
  public Future<Void> close() {
    return client
        .close()
        .timeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty();
  }
}

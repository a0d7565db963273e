package dev.starling.postgres;

import dev.starling.postgres.PostgresUri.Server;
import dev.starling.postgres.PostgresUri.SslMode;
import dev.starling.postgres.PostgresUri.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The servers of a database: finds, for each new connection, the first that answers and is in the
 * state that is asked for, and whether a pooler such as PgBouncer stands before it. Thread-safe.
 */
public final class Servers {
  /** Time for which the state of an only server is not asked for again. */
  private static final long BELIEVED_NANOS = Duration.ofSeconds(60).toNanos();

  /** A server that failed is asked last for so long. */
  private static final long AVOIDED_NANOS = Duration.ofSeconds(10).toNanos();

  /**
   * A pooler makes up the number of the process that serves a connection: it is another from one
   * transaction to the next.
   */
  private static final String STATE =
      "select pg_backend_pid(), pg_is_in_recovery(), current_setting('transaction_read_only')";

  /** Of single servers: what one client found out is good for all of this process. */
  private static final Map<PostgresUri, Known> KNOWN = new ConcurrentHashMap<>();

  private final Vertx vertx;
  private final PostgresUri uri;
  private final Duration timeout;
  private final Map<String, String> properties;
  private final Map<String, String> direct;

  private final Map<Server, Long> failed = new ConcurrentHashMap<>();
  private volatile ClientSSLOptions tls;
  private volatile State last;

  private record Known(State state, long since) {}

  private record State(
      Server server, boolean pooled, boolean encrypted, boolean standby, boolean readOnly) {
    boolean suits(Target target) {
      return switch (target) {
        case ANY, PREFER_STANDBY -> true;
        case READ_WRITE -> !readOnly;
        case READ_ONLY -> readOnly;
        case PRIMARY -> !standby;
        case STANDBY -> standby;
      };
    }
  }

  /**
   * Asks nobody yet.
   *
   * @param timeout of a server, where the URI does not say otherwise
   * @param properties sent to the server for each connection, where the URI has none otherwise
   * @param direct sent to it, too, when no pooler stands between: most refuse to pass on more than
   *     a few
   */
  public Servers(
      Vertx vertx,
      PostgresUri uri,
      Duration timeout,
      Map<String, String> properties,
      Map<String, String> direct) {
    this.vertx = vertx;
    this.uri = uri;
    this.timeout = uri.connectTimeout().orElse(timeout);
    this.properties = new HashMap<>(properties);
    this.properties.putAll(uri.properties());
    this.direct = Map.copyOf(direct);
  }

  /** Whether a pooler stood before the server that was chosen last. */
  public boolean isPooled() {
    State chosen = last;
    return uri.pooler().orElse(chosen != null && chosen.pooled());
  }

  /** As {@link #next}, for those who take options of any database. */
  public Future<SqlConnectOptions> nextOptions() {
    return next().map(options -> options);
  }

  /**
   * How to make the next connection. Fails as the last server that was tried did, or, when none is
   * in the state that is asked for, with one line.
   */
  public Future<PgConnectOptions> next() {
    Known known = uri.isChoice() ? null : KNOWN.get(uri);
    if (known != null && System.nanoTime() - known.since() < BELIEVED_NANOS) {
      last = known.state();
      return options(last);
    }
    return chosen().compose(this::options);
  }

  /**
   * The URI with the server that {@link #next} would choose; asks nobody where there is one only.
   */
  public Future<PostgresUri> choose() {
    return uri.isChoice()
        ? chosen().map(state -> uri.on(state.server()))
        : Future.succeededFuture(uri);
  }

  private Future<State> chosen() {
    List<Server> order = new ArrayList<>(uri.servers());
    order.sort(Comparator.comparing(this::isAvoided));
    Future<State> found =
        uri.target() == Target.PREFER_STANDBY
            ? first(order, 0, Target.STANDBY, null)
                .recover(none -> first(order, 0, Target.ANY, null))
            : first(order, 0, uri.target(), null);
    return found.onSuccess(
        state -> {
          last = state;
          if (!uri.isChoice()) {
            KNOWN.put(uri, new Known(state, System.nanoTime()));
          }
        });
  }

  private boolean isAvoided(Server server) {
    Long since = failed.get(server);
    return since != null && System.nanoTime() - since < AVOIDED_NANOS;
  }

  private Future<State> first(List<Server> order, int from, Target target, Throwable last) {
    if (from == order.size()) {
      return Future.failedFuture(
          last != null
              ? last
              : new IllegalStateException("no server is " + PostgresUri.word(target)));
    }
    Server server = order.get(from);
    return state(server)
        .onFailure(failure -> failed.put(server, System.nanoTime()))
        .transform(
            answer -> {
              if (answer.succeeded()) {
                failed.remove(server);
                return answer.result().suits(target)
                    ? Future.succeededFuture(answer.result())
                    : first(order, from + 1, target, last);
              }
              return first(order, from + 1, target, answer.cause());
            });
  }

  private Future<State> state(Server server) {
    return options(server, true, uri.encryption().mode())
        .compose(
            options -> {
              Future<PgConnection> connecting = PgConnection.connect(vertx, options);
              return connecting
                  .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                  .onFailure(failure -> connecting.onSuccess(PgConnection::close));
            })
        .compose(
            connection ->
                connection
                    .query(STATE)
                    .execute()
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .map(rows -> state(server, connection, rows.iterator().next()))
                    .onComplete(asked -> connection.close()));
  }

  private static State state(Server server, PgConnection connection, Row row) {
    return new State(
        server,
        row.getInteger(0) != connection.processId(),
        connection.isSSL(),
        row.getBoolean(1),
        row.getString(2).equals("on"));
  }

  /** As it was found out: what need not be tried again is not. */
  private Future<PgConnectOptions> options(State state) {
    SslMode mode = uri.encryption().mode();
    if (mode.compareTo(SslMode.REQUIRE) < 0) {
      mode = state.encrypted() ? SslMode.REQUIRE : SslMode.DISABLE;
    }
    return options(state.server(), uri.pooler().orElse(state.pooled()), mode);
  }

  private Future<PgConnectOptions> options(Server server, boolean behindPooler, SslMode mode) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(server.host())
            .setPort(server.port())
            .setDatabase(uri.database())
            .setUser(uri.user())
            .setPassword(uri.password().orElse(""))
            .setCachePreparedStatements(!behindPooler)
            // Statements are prepared anew where they run, which need not be where they were.
            .setUseLayer7Proxy(behindPooler)
            .setSslMode(io.vertx.pgclient.SslMode.valueOf(mode.name()));
    Map<String, String> all = new HashMap<>(properties);
    if (!behindPooler) {
      all.putAll(direct);
    }
    options.setProperties(all);
    try {
      if (tls == null) {
        tls = Transport.options(uri.encryption());
      }
      options.setSslOptions(tls);
    } catch (IllegalArgumentException failure) {
      return Future.failedFuture(failure);
    }
    return Future.succeededFuture(options);
  }
}

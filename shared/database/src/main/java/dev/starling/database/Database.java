package dev.starling.database;

import dev.starling.core.service.ServiceContext;
import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.PemFile;
import dev.starling.core.tls.UnusableFiles;
import dev.starling.postgres.PostgresUri;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A service's database, as one event loop of its verticle uses it: with connections of its own, so
 * that nothing changes threads. While the database is known to be away, what is asked of it fails
 * at once. Closes with the verticle.
 */
public final class Database {
  /**
   * Shorter than the two seconds after which a client gets an answer although the database is
   * silent.
   */
  static final Duration DEADLINE = Duration.ofMillis(1_700);

  /** However slow its reader, a long answer holds its connection no longer. */
  private static final Duration LONGEST_STREAM = Duration.ofMinutes(10);

  /** Asked for and not answered; more are refused at once. */
  private static final int MAX_IN_FLIGHT = 2_000;

  /** Pipelined statements need few connections. */
  private static final int PIPELINES = 1;

  private static final String SETTING = "database.uri";

  private final DatabaseMonitor monitor;
  private final DatabaseClient reads;
  private final Pipelines writes;
  private final DatabaseClient transactions;
  private final DatabaseClient streams;
  private int inFlight;

  private Database(
      DatabaseMonitor monitor,
      DatabaseClient reads,
      Pipelines writes,
      DatabaseClient transactions,
      DatabaseClient streams) {
    this.monitor = monitor;
    this.reads = reads;
    this.writes = writes;
    this.transactions = transactions;
    this.streams = streams;
  }

  private record Share(Optional<String> uri, int poolSize) implements ServiceSettings.Database {}

  /**
   * Opens it on the calling event loop. A database that is away fails nothing: the service is not
   * ready until it is there.
   *
   * @param name of the service; its migrations are in {@code db/<name>}
   * @param settings with an address
   * @param sample fills a new database, when the service's settings want it
   */
  public static Future<Database> open(
      Vertx vertx,
      ServiceContext service,
      String name,
      ServiceSettings common,
      ServiceSettings.Database settings,
      SampleData sample) {
    SampleData wanted = common.sampleData() ? sample : SampleData.NONE;
    return service
        .shared(
            DatabaseMonitor.class,
            () -> {
              DatabaseMonitor monitor = new DatabaseMonitor(name, settings, wanted);
              service
                  .health()
                  .ready(
                      name + " database",
                      () -> monitor.unavailability().map(Throwable::getMessage));
              Gauge.builder(
                      "starling.database.up",
                      monitor,
                      one -> one.unavailability().isEmpty() ? 1 : 0)
                  .description("1 when the service's database can be used, else 0")
                  .tag("service", name)
                  .register(service.metrics());
              return monitor;
            })
        .map(monitor -> connected(vertx, monitor, name, settings, common.instances()));
  }

  /**
   * Why a service that needs a database cannot start with its settings; empty when it can. Reads
   * the file that the address names for TLS, and blocks.
   */
  public static Optional<BadSetting> validate(ServiceSettings.Database settings) {
    if (settings.uri().isEmpty()) {
      return Optional.of(
          new BadSetting(
              SETTING,
              "is empty; valid is the address of a database, such as"
                  + " postgresql://user:password@host:5432/name"));
    }
    Optional<String> authority =
        PostgresUri.parse(settings.uri().get()).encryption().authorityFile();
    try {
      if (authority.isPresent()) {
        new PemFile(
                SETTING,
                Path.of(authority.get()),
                "certificates in sslrootcert, which signed the server's")
            .certificates();
      }
      return Optional.empty();
    } catch (UnusableFiles failure) {
      return Optional.of(failure.badSetting());
    }
  }

  private static Database connected(
      Vertx vertx,
      DatabaseMonitor monitor,
      String name,
      ServiceSettings.Database settings,
      int instances) {
    int loops = instances > 0 ? instances : Runtime.getRuntime().availableProcessors();
    int pool = Math.max(1, settings.poolSize() / loops);
    Share pipelines = new Share(settings.uri(), PIPELINES);
    Share share = new Share(settings.uri(), pool);
    return new Database(
        monitor,
        DatabaseClient.pipelined(vertx, pipelines, name, DEADLINE, Duration.ZERO),
        Pipelines.open(vertx, share, name, DEADLINE),
        DatabaseClient.pooled(vertx, share, name, DEADLINE),
        DatabaseClient.pooled(vertx, share, name + " streams", LONGEST_STREAM));
  }

  /**
   * Runs a statement that waits for nothing, such as a select or a single insert, along with
   * others'. Fails with a {@link DatabaseFailure}.
   */
  public <T> Future<T> run(Function<SqlClient, Future<T>> statement) {
    return watched(() -> reads.run(statement));
  }

  /**
   * Runs a single statement that changes something, which is a transaction of its own, along with
   * few others'. Fails with a {@link DatabaseFailure}.
   */
  public <T> Future<T> write(Function<SqlClient, Future<T>> statement) {
    return watched(() -> writes.run(statement));
  }

  /** Runs statements in one transaction. Fails with a {@link DatabaseFailure}. */
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> statements) {
    return watched(() -> transactions.transaction(statements));
  }

  /**
   * Runs a query whose answer is too long to hold, and what takes its rows in, in one transaction.
   * Fails with a {@link DatabaseFailure}.
   */
  public <T> Future<T> stream(Function<SqlConnection, Future<T>> reading) {
    return watched(() -> streams.transaction(reading));
  }

  private <T> Future<T> watched(Supplier<Future<T>> statement) {
    Optional<DatabaseFailure> unavailability = monitor.unavailability();
    if (unavailability.isPresent()) {
      return Future.failedFuture(unavailability.get());
    }
    if (inFlight >= MAX_IN_FLIGHT) {
      return Future.failedFuture(
          new DatabaseFailure(reads.uri(), "too much is asked of it at once", null));
    }
    inFlight++;
    return statement.get().onComplete(this::finished);
  }

  private void finished(AsyncResult<?> answer) {
    inFlight--;
    if (answer.cause() instanceof DatabaseFailure failure && failure.isAway()) {
      monitor.suspect();
    }
  }
}

package dev.starling.database;

import dev.starling.core.settings.ServiceSettings;
import dev.starling.postgres.PostgresUri;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether a service's database can be used: brings its schema up to date, for as long as that
 * takes, then looks after it once a second. One of a process, on an event loop of its own; what it
 * knows may be read from any.
 */
final class DatabaseMonitor extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(DatabaseMonitor.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Longer than a silent database takes to be given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final String service;
  private final ServiceSettings.Database settings;
  private final SampleData sample;

  /** Written on its event loop only. */
  private volatile DatabaseFailure unavailability;

  private DatabaseClient client;
  private Migrations migrations;
  private boolean looking;
  private boolean stopping;

  DatabaseMonitor(String service, ServiceSettings.Database settings, SampleData sample) {
    this.service = service;
    this.settings = settings;
    this.sample = sample;
    this.unavailability =
        new DatabaseFailure(PostgresUri.parse(settings.uri().orElseThrow()), "not yet asked", null);
  }

  @Override
  public Future<?> start() {
    client = DatabaseClient.pooled(vertx, settings, service + " watch", Database.DEADLINE);
    migrations = new Migrations(vertx, service, settings, sample);
    vertx.setPeriodic(LOOK.toMillis(), timer -> look());
    // A start does not wait for a database that is away, but does for one that is there.
    return look().timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    return client.close();
  }

  /** Why the database cannot be used now; empty when it can. */
  Optional<DatabaseFailure> unavailability() {
    return Optional.ofNullable(unavailability);
  }

  /** Someone's statement failed as if the database were away: see whether it is. */
  void suspect() {
    context.runOnContext(v -> look());
  }

  private Future<Void> look() {
    if (looking) {
      return Future.succeededFuture();
    }
    looking = true;
    return migrations
        .run()
        .compose(migrated -> client.run(sql -> sql.query("select 1").execute()))
        .<Void>mapEmpty()
        .onComplete(
            answer -> {
              looking = false;
              if (!stopping) {
                conclude(answer.cause());
              }
            });
  }

  private void conclude(Throwable failure) {
    boolean was = unavailability != null;
    if (failure == null) {
      unavailability = null;
      if (was) {
        log.info("{}: database {} is there", service, client.uri());
      }
      return;
    }
    if (!was || !failure.getMessage().equals(unavailability.getMessage())) {
      log.warn("{}: {}", service, failure.getMessage());
    }
    unavailability =
        failure instanceof DatabaseFailure known
            ? known
            : DatabaseFailure.of(client.uri(), failure);
  }
}

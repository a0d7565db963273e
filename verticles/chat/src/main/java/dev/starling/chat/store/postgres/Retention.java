package dev.starling.chat.store.postgres;

import dev.starling.database.DatabaseClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets events of all rooms that are too many or too old, in batches so small that steps hardly
 * wait for them. Every instance does; two that do it at once take turns. Thread-safe.
 */
final class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private static final String FORGET = "select room_forget($1, $2, $3)";
  private static final int AT_ONCE = 500;
  private static final long INTERVAL_MILLIS = 60_000;

  /**
   * How much a room keeps; what either limit says is forgotten.
   *
   * @param events the newest ones; 0 is all
   * @param age zero is any
   */
  record Limits(long events, Duration age) {
    static final Limits NONE = new Limits(0, Duration.ZERO);
  }

  private final Vertx vertx;
  private final DatabaseClient database;
  private final Limits limits;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final long timer;

  /** Begins in a minute. */
  Retention(Vertx vertx, DatabaseClient database, Limits limits) {
    this.vertx = vertx;
    this.database = database;
    this.limits = limits;
    this.timer = vertx.setPeriodic(INTERVAL_MILLIS, tick -> run());
  }

  /** Forgets all there is to forget; at once when that is under way already. */
  Future<Void> run() {
    if (!busy.compareAndSet(false, true)) {
      return Future.succeededFuture();
    }
    return next()
        .onFailure(failure -> log.debug("old events are still kept: {}", failure.getMessage()))
        .onComplete(done -> busy.set(false));
  }

  private Future<Void> next() {
    Tuple parameters = Tuple.of(limits.events(), limits.age().toMillis(), AT_ONCE);
    return database
        .single(connection -> connection.preparedQuery(FORGET).execute(parameters))
        .compose(
            rows -> rows.iterator().next().getInteger(0) == 0 ? Future.succeededFuture() : next());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}

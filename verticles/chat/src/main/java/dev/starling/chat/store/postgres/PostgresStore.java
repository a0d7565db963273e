package dev.starling.chat.store.postgres;

import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.database.DatabaseClient;
import dev.starling.database.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;

/**
 * Rooms in a database. Steps and reads have connections of their own, so that readers, however
 * many, do not keep steps waiting.
 */
public final class PostgresStore implements RoomStore {
  private static final String SERVICE = "chat";
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final String STEP =
      """
      select * from room_step(
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)""";
  private static final String READ =
      """
      select r.epoch, r.begun, r.tail, r.chain as tail_chain,
          case $2
            when r.forgotten then r.forgotten_chain
            else (select b.chain from room_event b where b.room = r.id and b.seq = $2)
          end as before_chain,
          e.seq, e.chain, e.kind, e.key, e.username, e.text, e.at, e.online
        from room r
        left join lateral (
          select * from room_event where room = r.id and seq > $2 order by seq limit $3
        ) e on true
        where r.name = $1
        order by e.seq""";
  private static final String USERNAMES =
      """
      select m.username from room r join room_member m on m.room = r.id where r.name = $1""";
  private static final String CONNECTIONS =
      """
      select m.connection, m.name_key
        from room r join room_member m on m.room = r.id
        where r.name = $1 and m.owner = $2 and m.away_until is null""";

  private final String self;
  private final Conditions.Limits limits;
  private final Migrations migrations;
  private final DatabaseClient steps;
  private final DatabaseClient reads;
  private final Retention retention;

  /**
   * Creates it.
   *
   * @param self this instance
   * @param limits of which only the grace is used here
   * @param keep events of a room that are kept; 0 is all
   * @param age of events that are kept; zero is any
   * @param settings with an address
   */
  public PostgresStore(
      Vertx vertx,
      String self,
      Conditions.Limits limits,
      long keep,
      Duration age,
      ServiceSettings.Database settings) {
    this(vertx, self, limits, new Retention.Limits(keep, age), settings);
  }

  PostgresStore(
      Vertx vertx,
      String self,
      Conditions.Limits limits,
      Retention.Limits kept,
      ServiceSettings.Database settings) {
    this.self = self;
    this.limits = limits;
    this.migrations = new Migrations(vertx, SERVICE, settings);
    // Not pipelined: steps wait for those of other instances.
    this.steps = DatabaseClient.pooled(vertx, settings, SERVICE, DEADLINE);
    this.reads = DatabaseClient.pooled(vertx, settings, SERVICE, DEADLINE);
    this.retention = new Retention(vertx, reads, kept);
  }

  PostgresStore(
      Vertx vertx, String self, Conditions.Limits limits, ServiceSettings.Database settings) {
    this(vertx, self, limits, Retention.Limits.NONE, settings);
  }

  @Override
  public Future<Void> open() {
    return migrations
        .run()
        .timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .<Void>mapEmpty()
        .recover(failure -> Future.failedFuture(notOpen(failure)));
  }

  @Override
  public Future<Applied> apply(String room, List<Operation> operations) {
    StepColumns columns = new StepColumns(operations);
    Tuple parameters = columns.parameters(room, self, limits);
    Attempt attempt = new Attempt();
    return steps
        .single(
            connection ->
                attempt.begin()
                    ? connection.preparedQuery(STEP).execute(parameters)
                    : Future.failedFuture("no longer wanted"))
        .recover(failure -> Future.failedFuture(attempt.failed(failure)))
        .map(rows -> StepRows.applied(rows, operations, columns));
  }

  @Override
  public Future<Page> read(String room, long after, int limit) {
    return ask(reads, READ, Tuple.of(room, after, limit))
        .compose(
            rows ->
                rows.size() > 0
                    ? Future.succeededFuture(StepRows.page(rows))
                    // Nobody has been here yet: a step makes the room.
                    : apply(room, List.of()).compose(made -> read(room, after, limit)));
  }

  @Override
  public Future<List<String>> usernames(String room) {
    return ask(reads, USERNAMES, Tuple.of(room))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString("username"))
                    .toList());
  }

  @Override
  public Future<Map<Key, String>> connections(String room) {
    return ask(reads, CONNECTIONS, Tuple.of(room, self))
        .map(
            rows -> {
              Map<Key, String> found = new HashMap<>();
              for (Row row : rows) {
                found.put(Key.of(row.getUUID("connection")), row.getString("name_key"));
              }
              return found;
            });
  }

  Retention retention() {
    return retention;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Future<Void> close() {
    retention.stop();
    return Future.join(steps.close(), reads.close()).mapEmpty();
  }

  private static Future<RowSet<Row>> ask(
      DatabaseClient database, String statement, Tuple parameters) {
    return database
        .run(client -> client.preparedQuery(statement).execute(parameters))
        .recover(failure -> Future.failedFuture(failed(failure)));
  }

  private StoreException notOpen(Throwable failure) {
    String reason =
        failure instanceof TimeoutException
            ? "database %s: not open in %d ms".formatted(steps.uri(), DEADLINE.toMillis())
            : failure.getMessage();
    return new StoreException(Outcome.NOT_APPLIED, reason, failure);
  }

  private static StoreException failed(Throwable failure) {
    return new StoreException(Outcome.UNKNOWN, failure.getMessage(), failure);
  }
}

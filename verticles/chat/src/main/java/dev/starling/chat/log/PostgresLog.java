package dev.starling.chat.log;

import dev.starling.chat.transcript.Draft;
import dev.starling.shared.database.DatabaseClient;
import dev.starling.shared.database.Migrations;
import dev.starling.shared.settings.ServiceSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The transcript in a PostgreSQL database: durable, and one for all instances that use the
 * database, whether or not they are in one cluster. The database gives the numbers, finds repeats
 * and keeps who is present; see {@code db/chat} in the resources.
 */
public final class PostgresLog implements TranscriptLog {
  private static final String SERVICE = "chat";
  private static final String ROOM = "main";
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final String CREATE =
      "insert into chat_room (name) values ($1) on conflict do nothing";
  private static final String OPEN =
      """
      select r.epoch, r.tail, p.username, p.key
      from chat_room r left join chat_present p on p.room = r.name
      where r.name = $1""";
  private static final String APPEND =
      """
      select epoch, tail_before, repeats, repeat_seqs
      from chat_append($1, $2, $3, $4, $5, $6)""";
  private static final String RENEW =
      "update chat_room set epoch = gen_random_uuid() where name = $1 and epoch = $2";
  private static final String READ =
      """
      select r.epoch, r.tail, e.seq, e.kind, e.key, e.username, e.text, e.at
      from chat_room r
      left join lateral (
        select * from chat_event where room = r.name and seq > $2 order by seq limit $3
      ) e on true
      where r.name = $1
      order by e.seq""";

  private final Migrations migrations;
  private final DatabaseClient database;
  private final Duration deadline;

  /**
   * @param settings with an address
   */
  public PostgresLog(Vertx vertx, ServiceSettings.Database settings) {
    this(vertx, settings, DEADLINE);
  }

  PostgresLog(Vertx vertx, ServiceSettings.Database settings, Duration deadline) {
    this.deadline = deadline;
    this.migrations = new Migrations(vertx, SERVICE, settings);
    // Not pipelined: appends wait for those of other instances, reads should not.
    this.database = DatabaseClient.pooled(vertx, settings, SERVICE, deadline);
  }

  @Override
  public Future<Opening> open() {
    return migrations
        .run()
        .compose(migrated -> ask(CREATE, Tuple.of(ROOM)))
        .compose(created -> ask(OPEN, Tuple.of(ROOM)))
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .map(TranscriptRows::opening)
        .recover(this::failed);
  }

  @Override
  public Future<Appended> append(List<Draft> batch) {
    if (batch.stream().anyMatch(TranscriptRows::holdsNul)) {
      return Future.failedFuture(new LogException("PostgreSQL keeps no text with U+0000"));
    }
    return ask(APPEND, TranscriptRows.parameters(ROOM, batch))
        .map(rows -> TranscriptRows.appended(rows, batch.size()))
        .recover(this::failed);
  }

  @Override
  public Future<Page> readAfter(long seq, int limit) {
    return ask(READ, Tuple.of(ROOM, seq, limit)).map(TranscriptRows::page).recover(this::failed);
  }

  @Override
  public Future<Void> renew(String ended) {
    return ask(RENEW, Tuple.of(ROOM, UUID.fromString(ended)))
        .<Void>mapEmpty()
        .recover(this::failed);
  }

  @Override
  public Future<Void> settle() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return database.close();
  }

  private Future<RowSet<Row>> ask(String statement, Tuple parameters) {
    return database.run(client -> client.preparedQuery(statement).execute(parameters));
  }

  private <T> Future<T> failed(Throwable failure) {
    String reason =
        failure instanceof TimeoutException
            ? "database %s: not open in %d ms".formatted(database.uri(), deadline.toMillis())
            : failure.getMessage();
    return Future.failedFuture(
        failure instanceof LogException ? failure : new LogException(reason, failure));
  }
}

package dev.starling.chat.log;

import dev.starling.chat.log.TranscriptLog.Appended;
import dev.starling.chat.log.TranscriptLog.Opening;
import dev.starling.chat.log.TranscriptLog.Page;
import dev.starling.chat.log.TranscriptLog.Place;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Kind;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Between the transcript and the rows of a database that {@link PostgresLog} keeps it in. */
final class TranscriptRows {
  private TranscriptRows() {}

  /** PostgreSQL refuses U+0000 in texts. */
  static boolean holdsNul(Draft draft) {
    return (draft.key() + draft.username() + draft.text()).indexOf('\0') >= 0;
  }

  /** A batch as columns: the room, kinds, keys, user names, texts, times. */
  static Tuple parameters(String room, List<Draft> batch) {
    return Tuple.of(room)
        .addArrayOfString(column(batch, draft -> draft.kind().name().toLowerCase(Locale.ROOT)))
        .addArrayOfString(column(batch, Draft::key))
        .addArrayOfString(column(batch, Draft::username))
        .addArrayOfString(column(batch, Draft::text))
        .addArrayOfLong(batch.stream().map(Draft::at).toArray(Long[]::new));
  }

  private static String[] column(List<Draft> batch, Function<Draft, String> field) {
    return batch.stream().map(field).toArray(String[]::new);
  }

  static Appended appended(RowSet<Row> rows, int size) {
    Row answer = rows.iterator().next();
    Long[] repeats = answer.getArrayOfLongs("repeats");
    Long[] repeatSeqs = answer.getArrayOfLongs("repeat_seqs");
    Place[] places = new Place[size];
    for (int i = 0; i < repeats.length; i++) {
      places[Math.toIntExact(repeats[i]) - 1] = new Place(repeatSeqs[i], true);
    }
    long tail = answer.getLong("tail_before");
    for (int i = 0; i < size; i++) {
      if (places[i] == null) {
        tail++;
        places[i] = new Place(tail, false);
      }
    }
    return new Appended(epoch(answer), List.of(places));
  }

  /** From a row for each user present, or one without a user. */
  static Opening opening(RowSet<Row> rows) {
    Row room = room(rows);
    Map<String, String> present = new HashMap<>();
    for (Row row : rows) {
      if (row.getString("username") != null) {
        present.put(row.getString("username"), row.getString("key"));
      }
    }
    return new Opening(epoch(room), room.getLong("tail"), Optional.of(Map.copyOf(present)));
  }

  /** From a row for each event, or one without an event. */
  static Page page(RowSet<Row> rows) {
    Row room = room(rows);
    List<Event> events = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.getLong("seq") != null) {
        events.add(event(row));
      }
    }
    return new Page(epoch(room), List.copyOf(events), room.getLong("tail"));
  }

  private static Row room(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw new LogException("the database has lost the room");
    }
    return rows.iterator().next();
  }

  private static String epoch(Row row) {
    return row.getUUID("epoch").toString();
  }

  private static Event event(Row row) {
    return new Event(
        row.getLong("seq"),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("key"),
        row.getString("username"),
        row.getString("text"),
        row.getLong("at"));
  }
}

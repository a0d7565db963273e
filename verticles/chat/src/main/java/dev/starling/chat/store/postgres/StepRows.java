package dev.starling.chat.store.postgres;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.event.Position;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.Result;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Between steps and the rows of the database: the order of types and columns is that of the SQL.
 */
final class StepRows {
  private static final Result.Status[] STATUSES = Result.Status.values();

  private StepRows() {}

  /** Result of a step. Texts that the asker has already are taken from the step. */
  static Applied applied(RowSet<Row> rows, List<Operation> operations, StepColumns columns) {
    Row row = rows.iterator().next();
    Position before =
        new Position(
            row.getUUID("epoch_before").toString(),
            row.getLong("tail_before"),
            row.getLong("chain_before"));
    Position after =
        new Position(row.getUUID("epoch").toString(), row.getLong("tail"), row.getLong("chain"));
    List<Result> results = results(row);
    Event[] events = new Event[Math.toIntExact(after.seq() - before.seq())];
    putOthers(row, events, before.seq());
    putMessages(row, events, before.seq(), results, operations, columns);
    return new Applied(
        before,
        after,
        List.of(events),
        results,
        row.getInteger("online"),
        row.getInteger("owned"),
        Set.of(row.getArrayOfStrings("readers")));
  }

  private static List<Result> results(Row row) {
    Short[] statuses = row.getArrayOfShorts("statuses");
    Long[] seqs = row.getArrayOfLongs("seqs");
    String[] others = row.getArrayOfStrings("others");
    List<Result> results = new ArrayList<>(statuses.length);
    for (int i = 0; i < statuses.length; i++) {
      results.add(new Result(STATUSES[statuses[i]], seqs[i], others[i] == null ? "" : others[i]));
    }
    return results;
  }

  private static void putOthers(Row row, Event[] events, long before) {
    Long[] seqs = row.getArrayOfLongs("new_seqs");
    if (seqs == null) {
      return;
    }
    Short[] kinds = row.getArrayOfShorts("new_kinds");
    UUID[] keys = row.getArrayOfUUIDs("new_keys");
    Long[] chains = row.getArrayOfLongs("new_chains");
    String[] usernames = row.getArrayOfStrings("new_usernames");
    Long[] ats = row.getArrayOfLongs("new_ats");
    Integer[] onlines = row.getArrayOfIntegers("new_onlines");
    for (int i = 0; i < seqs.length; i++) {
      Event event =
          new Event(
              seqs[i],
              chains[i],
              Kind.of(kinds[i]),
              Key.of(keys[i]),
              usernames[i],
              "",
              ats[i],
              onlines[i]);
      events[place(event.seq(), before)] = event;
    }
  }

  private static void putMessages(
      Row row,
      Event[] events,
      long before,
      List<Result> results,
      List<Operation> operations,
      StepColumns columns) {
    Long[] chains = row.getArrayOfLongs("chains");
    String[] usernames = row.getArrayOfStrings("speaker_names");
    int online = row.getInteger("online_before");
    int next = 0;
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      if (!(operations.get(i) instanceof Operation.Say say)
          || result.status() != Result.Status.DONE) {
        continue;
      }
      int place = place(result.seq(), before);
      for (; next < place; next++) {
        online = events[next].online();
      }
      events[place] =
          new Event(
              result.seq(),
              chains[i],
              Kind.MESSAGE,
              say.key(),
              usernames[columns.speaker(i)],
              say.text(),
              row.getLong("at"),
              online);
    }
  }

  private static int place(long seq, long before) {
    return Math.toIntExact(seq - before - 1);
  }

  /** From a row for each event, or one without an event. */
  static Page page(RowSet<Row> rows) {
    List<Event> events = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.getLong("seq") != null) {
        events.add(event(row));
      }
    }
    Row room = rows.iterator().next();
    Position tail =
        new Position(
            room.getUUID("epoch").toString(), room.getLong("tail"), room.getLong("tail_chain"));
    Long chain = room.getLong("before_chain");
    return new Page(
        tail,
        room.getLong("begun"),
        chain == null ? OptionalLong.empty() : OptionalLong.of(chain),
        events);
  }

  private static Event event(Row row) {
    return new Event(
        row.getLong("seq"),
        row.getLong("chain"),
        Kind.of(row.getShort("kind")),
        Key.of(row.getUUID("key")),
        row.getString("username"),
        row.getString("text"),
        row.getLong("at"),
        row.getInteger("online"));
  }
}

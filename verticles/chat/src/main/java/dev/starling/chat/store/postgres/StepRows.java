package dev.starling.chat.store.postgres;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.event.Position;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Operation.Away;
import dev.starling.chat.store.Operation.Join;
import dev.starling.chat.store.Operation.Leave;
import dev.starling.chat.store.Operation.Renew;
import dev.starling.chat.store.Operation.Say;
import dev.starling.chat.store.Operation.Stop;
import dev.starling.chat.store.Operation.Watch;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.Result;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Between steps and the rows of the database: the order of types and columns is that of the SQL.
 */
final class StepRows {
  private static final short JOIN = 1;
  private static final short SAY = 2;
  private static final short LEAVE = 3;
  private static final short AWAY = 4;
  private static final short STOP = 5;
  private static final short WATCH = 6;
  private static final short RENEW = 7;

  private static final Kind[] KINDS = Kind.values();
  private static final Result.Status[] STATUSES = Result.Status.values();
  private static final UUID NONE = new UUID(0, 0);

  private StepRows() {}

  /** A step as columns. */
  static Tuple parameters(
      String room, String asker, Conditions.Limits limits, List<Operation> operations) {
    int size = operations.size();
    Short[] types = new Short[size];
    String[] nameKeys = new String[size];
    UUID[] connections = new UUID[size];
    UUID[] keys = new UUID[size];
    String[] usernames = new String[size];
    String[] texts = new String[size];
    Long[] ats = new Long[size];
    Long[] sinces = new Long[size];
    for (int i = 0; i < size; i++) {
      Operation operation = operations.get(i);
      connections[i] = NONE;
      keys[i] = NONE;
      ats[i] = 0L;
      sinces[i] = 0L;
      if (operation instanceof Say say) {
        types[i] = SAY;
        nameKeys[i] = say.nameKey();
        connections[i] = say.connection().toUuid();
        keys[i] = say.key().toUuid();
        texts[i] = say.text();
        ats[i] = say.at();
        sinces[i] = say.since();
      } else if (operation instanceof Join join) {
        types[i] = JOIN;
        nameKeys[i] = join.nameKey();
        connections[i] = join.connection().toUuid();
        keys[i] = join.session().toUuid();
        usernames[i] = join.username();
        ats[i] = join.at();
      } else if (operation instanceof Leave leave) {
        types[i] = LEAVE;
        nameKeys[i] = leave.nameKey();
        connections[i] = leave.connection().toUuid();
        ats[i] = leave.at();
      } else if (operation instanceof Away away) {
        types[i] = AWAY;
        nameKeys[i] = away.nameKey();
        connections[i] = away.connection().toUuid();
      } else if (operation instanceof Stop) {
        types[i] = STOP;
      } else if (operation instanceof Watch watch) {
        types[i] = WATCH;
        sinces[i] = watch.on() ? 1L : 0L;
      } else if (operation instanceof Renew renew) {
        types[i] = RENEW;
        connections[i] = UUID.fromString(renew.fresh());
        keys[i] = UUID.fromString(renew.ended());
      }
    }
    return Tuple.of(room, asker, limits.graceMillis())
        .addArrayOfShort(types)
        .addArrayOfString(nameKeys)
        .addArrayOfUUID(connections)
        .addArrayOfUUID(keys)
        .addArrayOfString(usernames)
        .addArrayOfString(texts)
        .addArrayOfLong(ats)
        .addArrayOfLong(sinces);
  }

  /** What a step came to; the texts of its messages are taken from the step. */
  static Applied applied(RowSet<Row> rows, List<Operation> operations) {
    Row row = rows.iterator().next();
    Position before =
        new Position(
            row.getUUID("epoch_before").toString(),
            row.getLong("tail_before"),
            row.getLong("chain_before"));
    Position after =
        new Position(row.getUUID("epoch").toString(), row.getLong("tail"), row.getLong("chain"));
    return new Applied(
        before,
        after,
        events(row, before.seq(), operations),
        results(row),
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
      results.add(new Result(STATUSES[statuses[i]], seqs[i], others[i]));
    }
    return results;
  }

  private static List<Event> events(Row row, long before, List<Operation> operations) {
    Short[] kinds = row.getArrayOfShorts("new_kinds");
    if (kinds == null) {
      return List.of();
    }
    Map<Key, String> texts = new HashMap<>();
    for (Operation operation : operations) {
      if (operation instanceof Say say) {
        texts.put(say.key(), say.text());
      }
    }
    UUID[] keys = row.getArrayOfUUIDs("new_keys");
    Long[] chains = row.getArrayOfLongs("new_chains");
    String[] usernames = row.getArrayOfStrings("new_usernames");
    Long[] ats = row.getArrayOfLongs("new_ats");
    Integer[] onlines = row.getArrayOfIntegers("new_onlines");
    List<Event> events = new ArrayList<>(kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      Key key = Key.of(keys[i]);
      String text = texts.getOrDefault(key, "");
      events.add(
          new Event(
              before + 1 + i,
              chains[i],
              KINDS[kinds[i]],
              key,
              usernames[i],
              text,
              ats[i],
              onlines[i]));
    }
    return events;
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
        KINDS[row.getShort("kind")],
        Key.of(row.getUUID("key")),
        row.getString("username"),
        row.getString("text"),
        row.getLong("at"),
        row.getInteger("online"));
  }
}

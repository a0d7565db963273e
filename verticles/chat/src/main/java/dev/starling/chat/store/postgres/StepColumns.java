package dev.starling.chat.store.postgres;

import dev.starling.chat.event.Key;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Operation.Away;
import dev.starling.chat.store.Operation.Join;
import dev.starling.chat.store.Operation.Leave;
import dev.starling.chat.store.Operation.Renew;
import dev.starling.chat.store.Operation.Say;
import dev.starling.chat.store.Operation.Stop;
import dev.starling.chat.store.Operation.Watch;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A step as the arguments of {@code room_step}: groups of operations, and an array for each field
 * with a place for each operation, null where it has no such field.
 */
final class StepColumns {
  private static final short JOIN = 1;
  private static final short SAY = 2;
  private static final short LEAVE = 3;
  private static final short AWAY = 4;
  private static final short STOP = 5;
  private static final short WATCH = 6;
  private static final short RENEW = 7;

  private record Speaker(String nameKey, Key connection) {}

  private final String[] nameKeys;
  private final UUID[] connections;
  private final UUID[] keys;
  private final UUID[] resumed;
  private final Boolean[] flags;
  private final String[] usernames;
  private final String[] texts;
  private final Long[] sinces;
  private final Integer[] speakers;

  private final List<Short> types = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();
  private final List<Integer> lasts = new ArrayList<>();
  private final Set<Key> saidInGroup = new HashSet<>();

  // Their places begin with 1.
  private final Map<Speaker, Integer> placesOfSpeakers = new HashMap<>();
  private final List<String> speakerKeys = new ArrayList<>();
  private final List<UUID> speakerConnections = new ArrayList<>();

  StepColumns(List<Operation> operations) {
    int size = operations.size();
    nameKeys = new String[size];
    connections = new UUID[size];
    keys = new UUID[size];
    resumed = new UUID[size];
    flags = new Boolean[size];
    usernames = new String[size];
    texts = new String[size];
    sinces = new Long[size];
    speakers = new Integer[size];
    for (int i = 0; i < size; i++) {
      set(i, operations.get(i));
    }
  }

  Tuple parameters(String room, String asker, Conditions.Limits limits) {
    return Tuple.of(room, asker, limits.graceMillis())
        .addArrayOfShort(types.toArray(Short[]::new))
        .addArrayOfInteger(firsts.toArray(Integer[]::new))
        .addArrayOfInteger(lasts.toArray(Integer[]::new))
        .addArrayOfString(nameKeys)
        .addArrayOfUUID(connections)
        .addArrayOfUUID(keys)
        .addArrayOfUUID(resumed)
        .addArrayOfBoolean(flags)
        .addArrayOfString(usernames)
        .addArrayOfString(texts)
        .addArrayOfLong(sinces)
        .addArrayOfInteger(speakers)
        .addArrayOfString(speakerKeys.toArray(String[]::new))
        .addArrayOfUUID(speakerConnections.toArray(UUID[]::new));
  }

  /** Place, from 0, of a message's speaker among those that the answer names. */
  int speaker(int operation) {
    return speakers[operation] - 1;
  }

  private void set(int i, Operation operation) {
    if (operation instanceof Say say) {
      set(i, say);
      return;
    }
    if (operation instanceof Join join) {
      begin(JOIN, i);
      setMember(i, join.user().nameKey(), join.connection());
      keys[i] = join.user().fresh().toUuid();
      resumed[i] = join.user().resumed().toUuid();
      flags[i] = join.user().resumable();
      usernames[i] = join.user().username();
    } else if (operation instanceof Leave leave) {
      begin(LEAVE, i);
      setMember(i, leave.nameKey(), leave.connection());
    } else if (operation instanceof Away away) {
      begin(AWAY, i);
      setMember(i, away.nameKey(), away.connection());
    } else if (operation instanceof Stop) {
      begin(STOP, i);
    } else if (operation instanceof Watch watch) {
      begin(WATCH, i);
      flags[i] = watch.on();
    } else if (operation instanceof Renew renew) {
      begin(RENEW, i);
      connections[i] = UUID.fromString(renew.fresh());
      keys[i] = UUID.fromString(renew.ended());
    }
    saidInGroup.clear();
  }

  private void set(int i, Say say) {
    keys[i] = say.key().toUuid();
    texts[i] = say.text();
    sinces[i] = say.since() == Say.FIRST_ATTEMPT ? null : (Long) say.since();
    speakers[i] =
        placesOfSpeakers.computeIfAbsent(
            new Speaker(say.nameKey(), say.connection()),
            speaker -> {
              speakerKeys.add(speaker.nameKey());
              speakerConnections.add(speaker.connection().toUuid());
              return speakerKeys.size();
            });
    // Keys of a group are looked up at once: one that comes again waits for those before it.
    boolean goesOn = !saidInGroup.isEmpty() && !saidInGroup.contains(say.key());
    if (goesOn) {
      lasts.set(lasts.size() - 1, i + 1);
    } else {
      saidInGroup.clear();
      begin(SAY, i);
    }
    saidInGroup.add(say.key());
  }

  private void begin(short type, int i) {
    types.add(type);
    firsts.add(i + 1);
    lasts.add(i + 1);
  }

  private void setMember(int i, String nameKey, Key connection) {
    nameKeys[i] = nameKey;
    connections[i] = connection.toUuid();
  }
}

package dev.starling.chat.simulation;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.RoomStateCodec;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The store of a simulated cluster: slow, and sometimes it loses a request, applies it late,
 * applies it to an owner that is then lost, or loses its answer. What it answered with success is
 * kept, except in {@link #loseTail}.
 */
final class SimulatedStore {
  static final long DEADLINE = 12_000;

  /** How bad it is, each in thousandths. */
  record Faults(int lostRequests, int lostAnswers, int late, int dirty, int outages) {
    static final Faults NONE = new Faults(0, 0, 0, 0, 0);
  }

  private final VirtualTime time;
  private final Random random;
  private final Conditions.Limits limits;
  private final Map<String, RoomState> rooms = new HashMap<>();
  private final Map<String, List<Event>> logs = new HashMap<>();
  private final Map<String, byte[]> kept = new HashMap<>();
  private final Set<String> alive = new TreeSet<>();
  private Faults faults = Faults.NONE;
  private int fresh;

  SimulatedStore(VirtualTime time, Random random, Conditions.Limits limits) {
    this.time = time;
    this.random = random;
    this.limits = limits;
  }

  void faults(Faults faults) {
    this.faults = faults;
  }

  void joined(String instance) {
    alive.add(instance);
  }

  void lost(String instance) {
    alive.remove(instance);
  }

  /** Everything that was ever applied to the room that there is now. */
  List<Event> log(String room) {
    return logs.getOrDefault(room, List.of());
  }

  RoomState state(String room) {
    return rooms.computeIfAbsent(room, name -> new RoomState("epoch-" + fresh++));
  }

  /** Remembers the rooms as they are, for {@link #loseTail}. */
  void snapshot() {
    rooms.forEach((name, state) -> kept.put(name, bytes(state)));
  }

  /** A database that was restored: what came after the snapshot never was. */
  void loseTail() {
    kept.forEach(
        (name, bytes) -> {
          RoomState restored = state(bytes);
          rooms.put(name, restored);
          List<Event> log = logs.getOrDefault(name, new ArrayList<>());
          log.removeIf(event -> event.seq() > restored.tail().seq());
        });
  }

  /** The store as one instance reaches it. */
  RoomStore of(String instance) {
    return new RoomStore() {
      @Override
      public Future<Void> open() {
        return Future.succeededFuture();
      }

      @Override
      public Future<Applied> apply(String room, List<Operation> operations) {
        return change(state -> SimulatedStore.this.apply(state, instance, room, operations), room);
      }

      @Override
      public Future<Page> read(String room, long after, int limit) {
        return ask(() -> state(room).read(after, limit));
      }

      @Override
      public Future<List<String>> usernames(String room) {
        return ask(() -> state(room).usernames());
      }

      @Override
      public Future<Map<Key, String>> connections(String room) {
        return ask(() -> state(room).connectionsOf(instance));
      }

      @Override
      public Optional<String> unavailable() {
        return Optional.empty();
      }

      @Override
      public Future<Void> close() {
        return Future.succeededFuture();
      }
    };
  }

  private Applied apply(RoomState state, String instance, String room, List<Operation> operations) {
    Conditions conditions = new Conditions(time.millis(), Optional.of(Set.copyOf(alive)), limits);
    return state.apply(instance, operations, conditions);
  }

  private Future<Applied> change(
      java.util.function.Function<RoomState, Applied> step, String room) {
    Promise<Applied> promise = Promise.promise();
    deadline(promise);
    long arrival = delay();
    if (happens(faults.lostRequests)) {
      return promise.future();
    } else if (happens(faults.outages)) {
      time.after(
          arrival, () -> promise.tryFail(new StoreException(Outcome.NOT_APPLIED, "no quorum")));
      return promise.future();
    } else if (happens(faults.dirty)) {
      time.after(
          arrival,
          () -> {
            step.apply(state(bytes(state(room))));
            time.after(
                2_000, () -> promise.tryFail(new StoreException(Outcome.UNKNOWN, "owner lost")));
          });
      return promise.future();
    } else if (happens(faults.late)) {
      arrival = random.nextInt((int) DEADLINE + 5_000);
    }
    time.after(
        arrival,
        () -> {
          Applied applied = step.apply(state(room));
          logs.computeIfAbsent(room, name -> new ArrayList<>()).addAll(applied.events());
          if (!happens(faults.lostAnswers)) {
            time.after(delay(), () -> promise.tryComplete(applied));
          }
        });
    return promise.future();
  }

  private <T> Future<T> ask(Supplier<T> question) {
    Promise<T> promise = Promise.promise();
    deadline(promise);
    if (!happens(faults.lostRequests) && !happens(faults.lostAnswers)) {
      time.after(
          delay(),
          () -> {
            T answer = question.get();
            time.after(delay(), () -> promise.tryComplete(answer));
          });
    }
    return promise.future();
  }

  private void deadline(Promise<?> promise) {
    time.after(
        DEADLINE, () -> promise.tryFail(new StoreException(Outcome.UNKNOWN, "no answer in time")));
  }

  private boolean happens(int thousandths) {
    return random.nextInt(1_000) < thousandths;
  }

  private long delay() {
    return random.nextInt(20) == 0 ? random.nextInt(400) : 1 + random.nextInt(10);
  }

  private static byte[] bytes(RoomState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      RoomStateCodec.write(new DataOutputStream(bytes), state);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.toByteArray();
  }

  private static RoomState state(byte[] bytes) {
    try {
      return RoomStateCodec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.starling.chat.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several readers of one log whose messages to each other are lost, repeated and reordered, who
 * crash and begin again, and whose writers write some events twice.
 */
class TranscriptPropertyTest {
  private static final int STEPS = 1_500;
  private static final int READERS = 4;
  private static final int MEMORY = 400;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void all_readers_pass_on_the_same_events_with_the_same_counts(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Log log = new Log(random);
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(new Reader(log, random));
    }
    for (int step = 0; step < STEPS; step++) {
      Reader reader = readers.get(random.nextInt(READERS));
      switch (random.nextInt(40)) {
        case 0 -> reader.crash();
        case 1, 2, 3 -> reader.fetch(1 + random.nextInt(30));
        case 4, 5, 6, 7 -> reader.network.shuffle();
        case 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 -> reader.network.arrive(reader.transcript);
        default -> {
          Event event = log.append();
          readers.forEach(other -> other.network.send(event));
        }
      }
    }
    readers.forEach(reader -> reader.fetch(Integer.MAX_VALUE));
    for (Reader reader : readers) {
      assertThat(reader.told)
          .as("seed %d", seed)
          .isEqualTo(log.truth.subList(log.truth.size() - reader.told.size(), log.truth.size()));
      assertThat(reader.transcript.joins()).as("seed %d", seed).isEqualTo(log.joins);
      assertThat(reader.transcript.isWaiting()).isFalse();
    }
  }

  /** The true log, and what every reader should make of it. */
  private static final class Log {
    private final SplittableRandom random;
    private final List<Event> events = new ArrayList<>();
    private final List<Happening> truth = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, String> joins = new HashMap<>();
    private int created;

    Log(SplittableRandom random) {
      this.random = random;
    }

    Event append() {
      Draft draft = random.nextInt(10) == 0 && !events.isEmpty() ? again() : next();
      Event event = draft.at(events.size() + 1L);
      events.add(event);
      if (keys.add(event.key())) {
        switch (event.kind()) {
          case JOINED -> joins.put(event.username(), event.join());
          case LEFT -> joins.remove(event.username());
          case MESSAGE -> {}
        }
        truth.add(new Happening(event, joins.size()));
      }
      return event;
    }

    /** One of the last, as after a write of which nobody knew whether it had succeeded. */
    private Draft again() {
      int from = Math.max(0, events.size() - 20);
      return events.get(from + random.nextInt(events.size() - from)).draft();
    }

    private Draft next() {
      String id = Integer.toString(created++);
      String username = "user " + random.nextInt(8);
      if (random.nextInt(3) > 0) {
        return new Draft(Kind.MESSAGE, id, username, "text", 0);
      }
      return joins.containsKey(username)
          ? Draft.left(username, joins.get(username), 0)
          : Draft.joined(username, id, 0);
    }
  }

  /** Messages on their way to one reader. */
  private static final class Network {
    private final SplittableRandom random;
    private final Deque<Event> underWay = new ArrayDeque<>();

    Network(SplittableRandom random) {
      this.random = random;
    }

    void send(Event event) {
      switch (random.nextInt(10)) {
        case 0, 1 -> {}
        case 2, 3 -> {
          underWay.add(event);
          underWay.add(event);
        }
        default -> underWay.add(event);
      }
    }

    void shuffle() {
      for (int i = random.nextInt(5); i > 0 && !underWay.isEmpty(); i--) {
        underWay.addLast(underWay.removeFirst());
      }
    }

    void arrive(Transcript transcript) {
      for (int i = random.nextInt(12); i > 0 && !underWay.isEmpty(); i--) {
        transcript.receive(underWay.removeFirst());
      }
    }
  }

  /** An instance. */
  private static final class Reader {
    private final Log log;
    private final Network network;
    private List<Happening> told;
    private Transcript transcript;

    Reader(Log log, SplittableRandom random) {
      this.log = log;
      this.network = new Network(random);
      crash();
    }

    /** Loses everything and begins with what the log has. */
    void crash() {
      int from = Math.max(0, log.events.size() - MEMORY);
      told = new ArrayList<>();
      transcript = new Transcript(MEMORY, 50, told::add);
      transcript.reset(
          log.events.subList(from, log.events.size()), log.events.size(), Map.copyOf(log.joins));
    }

    void fetch(int most) {
      int from = (int) transcript.seq();
      int to = (int) Math.min(log.events.size(), (long) from + most);
      log.events.subList(from, to).forEach(transcript::receive);
    }
  }
}

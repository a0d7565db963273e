package dev.starling.chat.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is done to a simulated cluster: two runs of one plan are the same. Everything that is
 * decided by chance in a run is decided by its seed.
 *
 * @param promise what the store promises in this run, and so what is checked
 * @param users their numbers
 * @param rooms users are spread over them
 * @param messages that each user sends at most
 * @param rates how often store and bus go wrong until {@link #CALM}
 * @param faults what is done to instances, users and the store, in order of time
 * @param forced the faults by chance, in place of those that the seed would have
 */
record Plan(
    long seed,
    Promise promise,
    int instances,
    List<Integer> users,
    int rooms,
    int messages,
    Rates rates,
    List<Fault> faults,
    Optional<Set<Chance.Toss>> forced) {

  /** From here on nothing goes wrong any more. */
  static final long CALM = 40_000;

  /** Everyone has had the time to come back. */
  static final long END = 90_000;

  /** What the store promises. */
  enum Promise {
    /** What was acknowledged stays, in one transcript. */
    DURABLE,
    /**
     * As a database that is restored from a copy, or a cluster that loses all instances but one
     * which was cut off before: its last seconds are gone.
     */
    LOST_TAIL,
    /** As a cluster without a size: both halves go on, and one of them is kept. */
    HALVES,
    /** So little is kept that readers miss events, and retries come too late. */
    SMALL_WINDOW
  }

  /** How bad store and bus are, in thousandths. */
  record Rates(int lostRequests, int lostAnswers, int late, int dirty, int outages, int bus) {
    static final Rates NONE = new Rates(0, 0, 0, 0, 0, 0);

    static Rates of(int store, int bus) {
      return new Rates(store, store, store, store, store, bus);
    }
  }

  /**
   * Something that is done.
   *
   * @param at when
   * @param which instance or user, counted among those that there are
   * @param millis for how long, where it ends
   */
  record Fault(long at, Kind kind, int which, long millis) {
    @Override
    public String toString() {
      return kind + "(" + which + ") at " + at + (millis > 0 ? " for " + millis : "");
    }
  }

  /** What can be done. */
  enum Kind {
    KILL,
    KILL_TWO,
    STOP,
    FREEZE,
    CUT,
    LOSE_TAIL,
    LOSE_MAJORITY,
    DISCONNECT,
    LEAVE
  }

  /** The plan of a seed. */
  static Plan of(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    int dice = random.nextInt(20);
    Promise promise =
        dice < 11
            ? Promise.DURABLE
            : dice < 14 ? Promise.LOST_TAIL : dice < 18 ? Promise.HALVES : Promise.SMALL_WINDOW;
    int[] badness = {0, 5, 20};
    Rates rates = Rates.of(badness[random.nextInt(badness.length)], 100 * random.nextInt(3));
    List<Fault> faults = new ArrayList<>();
    int number = random.nextInt(8);
    for (int i = 0; i < number; i++) {
      faults.add(fault(random, promise));
    }
    if (promise == Promise.LOST_TAIL) {
      faults.add(loss(random));
    } else if (promise == Promise.HALVES) {
      faults.add(cut(random));
    }
    faults.sort((a, b) -> Long.compare(a.at(), b.at()));
    return new Plan(
        seed,
        promise,
        2 + random.nextInt(4),
        IntStream.range(0, 3 + random.nextInt(6)).boxed().toList(),
        1 + random.nextInt(3),
        Integer.MAX_VALUE,
        rates,
        List.copyOf(faults),
        Optional.empty());
  }

  private static Fault fault(Random random, Promise promise) {
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Fault(time(random), Kind.KILL, random.nextInt(8), 0);
      case 2 -> new Fault(time(random), Kind.KILL_TWO, random.nextInt(8), 0);
      case 3 -> new Fault(time(random), Kind.STOP, random.nextInt(8), 0);
      case 4, 5 ->
          new Fault(time(random), Kind.FREEZE, random.nextInt(8), 500 + random.nextInt(24_000));
      case 6 ->
          promise == Promise.DURABLE
              ? cut(random)
              : new Fault(time(random), Kind.KILL, random.nextInt(8), 0);
      case 7 -> new Fault(time(random), Kind.DISCONNECT, random.nextInt(8), 0);
      default -> new Fault(time(random), Kind.LEAVE, random.nextInt(8), 0);
    };
  }

  private static Fault loss(Random random) {
    return random.nextBoolean()
        ? new Fault(time(random), Kind.LOSE_TAIL, 0, 200 + random.nextInt(4_000))
        : new Fault(
            time(random),
            Kind.LOSE_MAJORITY,
            random.nextInt(8),
            SimulatedCluster.NOTICED + 1 + random.nextInt(8_000));
  }

  private static Fault cut(Random random) {
    // Some end as soon as they are noticed.
    long millis =
        random.nextInt(3) == 0
            ? SimulatedCluster.NOTICED + 1 + random.nextInt(50)
            : 2_000 + random.nextInt(32_000);
    return new Fault(time(random), Kind.CUT, random.nextInt(8), millis);
  }

  private static long time(Random random) {
    return 3_000 + random.nextInt((int) CALM - 15_000);
  }

  /** Whether it has a cut that is noticed, of a cluster in which only a majority acknowledges. */
  boolean cutsAMinorityOff() {
    return promise == Promise.DURABLE
        && faults.stream()
            .anyMatch(
                fault -> fault.kind() == Kind.CUT && fault.millis() > SimulatedCluster.NOTICED);
  }

  Plan with(int fewerInstances, int fewerRooms, int fewerMessages) {
    return new Plan(
        seed, promise, fewerInstances, users, fewerRooms, fewerMessages, rates, faults, forced);
  }

  Plan withUsers(List<Integer> others) {
    return new Plan(
        seed, promise, instances, List.copyOf(others), rooms, messages, rates, faults, forced);
  }

  Plan with(Rates others) {
    return new Plan(seed, promise, instances, users, rooms, messages, others, faults, forced);
  }

  Plan with(List<Fault> others) {
    return new Plan(
        seed, promise, instances, users, rooms, messages, rates, List.copyOf(others), forced);
  }

  Plan forcing(Set<Chance.Toss> others) {
    return new Plan(
        seed,
        promise,
        instances,
        users,
        rooms,
        messages,
        rates,
        faults,
        Optional.of(Set.copyOf(others)));
  }
}

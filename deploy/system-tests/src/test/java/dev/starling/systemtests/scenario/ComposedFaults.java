package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Network;
import dev.starling.testing.EmbeddedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Faults of one cycle, one or two at the same time, in an order and for times that come from a
 * seed.
 */
final class ComposedFaults {
  /** Note in the history: all faults are over. */
  static final String ALL_IS_WELL = "all is well";

  /** Until everyone is served again. */
  static final Duration SERVED = Machine.allow(Duration.ofSeconds(15));

  /** The same where too many instances are lost until one has started again. */
  private static final Duration BOTH_LOST = Machine.allow(Duration.ofSeconds(90));

  /** Until all instances have a copy again; on a busy machine that has taken 40 s. */
  private static final Duration COPIED = Machine.allow(Duration.ofSeconds(60));

  private static final Duration STOPPING = Machine.allow(Duration.ofSeconds(10));

  private enum Kind {
    KILL,
    KILL_TWO,
    FREEZE_BRIEFLY,
    FREEZE_FOR_LONG,
    RESTART,
    CUT,
    DATABASE
  }

  private final Random random;
  private final History history;
  private final Cluster cluster;
  private final Network network;
  private final Optional<EmbeddedDatabase> database;
  private final List<String> done = new ArrayList<>();

  // Of what goes wrong now: for how long, and until when nobody may be served.
  private Duration hold;
  private Duration within;

  /** Faults of these hosts. */
  ComposedFaults(long seed, History history, ChatHosts hosts) {
    this.random = new Random(seed);
    this.history = history;
    this.network = hosts.network();
    this.cluster = hosts.cluster();
    this.database = hosts.database();
  }

  /** The faults so far, in order. */
  String done() {
    return String.join(", ", done);
  }

  /**
   * Lets something go wrong, perhaps something else meanwhile, makes all well again and returns
   * when those who talk are served.
   */
  void happen(ChatParty party, List<ChatClient> talking) {
    List<Integer> victims = new ArrayList<>(List.of(0, 1, 2));
    Collections.shuffle(victims, random);
    List<Runnable> ends = new ArrayList<>();
    Kind kind = any();
    // Of three instances two may be lost at once, and no more; until one is back nobody is served.
    boolean two = kind == Kind.KILL_TWO || random.nextInt(3) == 0;
    within = two ? BOTH_LOST : SERVED;
    hold = Duration.ZERO;
    try {
      begin(kind, victims.get(0), ends);
      party.fleet().goOn(Duration.ofMillis(500 + random.nextInt(4_000)));
      if (two && kind != Kind.KILL_TWO) {
        begin(random.nextBoolean() ? Kind.KILL : Kind.FREEZE_BRIEFLY, victims.get(1), ends);
      }
      party.fleet().goOn(hold.plusMillis(500 + random.nextInt(2_000)));
    } finally {
      ends.forEach(Runnable::run);
      cluster.recover();
    }
    history.note(Fact.Fault.of(ALL_IS_WELL, SERVED));
    // The check decides by the history whether that took too long.
    party.fleet().awaitServed(talking, SERVED.multipliedBy(2));
    if (database.isEmpty()) {
      awaitCopies(party, talking);
    }
    party.fleet().goOn(Duration.ofMillis(500 + random.nextInt(2_000)));
  }

  /**
   * As long as an instance is out, or its copies are still to be made, the others have the only
   * ones of what they accepted meanwhile: to lose two of them would be to lose all of these. What
   * is acknowledged once copies are complete is on all instances, with everything before it.
   */
  private void awaitCopies(ChatParty party, List<ChatClient> talking) {
    cluster.awaitMetric("starling_chat_copies", ChatHosts.SIZE - 1, COPIED);
    party.fleet().awaitServed(talking, COPIED);
  }

  private Kind any() {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    if (database.isEmpty()) {
      kinds.remove(Kind.DATABASE);
    }
    return kinds.get(random.nextInt(kinds.size()));
  }

  private void begin(Kind kind, int victim, List<Runnable> ends) {
    Instance instance = cluster.instance(victim);
    switch (kind) {
      case KILL -> {
        note("instance %d killed".formatted(victim + 1));
        instance.process().kill();
      }
      case KILL_TWO -> {
        int other = (victim + 1) % cluster.instances().size();
        note("instances %d and %d killed".formatted(victim + 1, other + 1));
        instance.process().kill();
        cluster.instance(other).process().kill();
      }
      case FREEZE_BRIEFLY -> freeze(instance, victim, 1_000 + random.nextInt(5_000));
      case FREEZE_FOR_LONG -> freeze(instance, victim, 12_000 + random.nextInt(8_000));
      case RESTART -> {
        note("instance %d stopped".formatted(victim + 1));
        instance.process().terminate();
        assertThat(instance.process().awaitExit(STOPPING)).isZero();
      }
      case CUT -> {
        int millis = 2_000 + random.nextInt(18_000);
        holdFor(millis);
        note("instance %d cut off for %d s".formatted(victim + 1, millis / 1_000));
        network.cut(victim);
        ends.add(() -> network.heal(victim));
      }
      case DATABASE -> {
        note("the database restarted");
        database.orElseThrow().stopServer();
        ends.add(0, () -> database.orElseThrow().restartServer());
      }
    }
  }

  private void freeze(Instance instance, int victim, int millis) {
    holdFor(millis);
    note("instance %d frozen for %d s".formatted(victim + 1, millis / 1_000));
    instance.process().freeze();
  }

  private void holdFor(int millis) {
    Duration wanted = Duration.ofMillis(millis);
    hold = wanted.compareTo(hold) > 0 ? wanted : hold;
  }

  private void note(String what) {
    done.add(what);
    history.note(Fact.Fault.of(what, within));
  }
}

package dev.starling.chat.simulation;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.simulation.Violation.Invariant;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Mutants.Bug;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A simulated cluster with its users, and what is done to it. */
final class World {
  /** Longer than a client goes on trying to send a message. */
  private static final Conditions.Limits LIMITS = new Conditions.Limits(2_000, 1 << 20, 5_000);

  private static final Conditions.Limits SMALL = new Conditions.Limits(20, 1 << 12, 5_000);

  private static final Pattern KEY = Pattern.compile("Key\\[high=(-?\\d+), low=-?\\d+]");

  final Plan plan;
  final Bug bug;
  final VirtualTime time = new VirtualTime();
  final Chance.Source chances;
  final Conditions.Limits limits;
  final SimulatedCluster cluster;
  final List<SimulatedInstance> instances = new ArrayList<>();
  final List<SimulatedUser> users = new ArrayList<>();
  final List<String> rooms = new ArrayList<>();

  /** Messages whose senders were told that they are not and will not be accepted. */
  final Set<Key> refused = new HashSet<>();

  /** The highest number that anybody in a room has had acknowledged so far. */
  final Map<String, Long> acknowledged = new HashMap<>();

  /** What anybody ever read, by its place. */
  final Map<Reading.Place, Event> places = new HashMap<>();

  /** A message that must stay. */
  record Acknowledgement(String room, Key key, long seq) {}

  /** What was acknowledged by those who promise that it stays. */
  final List<Acknowledgement> acknowledgements = new ArrayList<>();

  private final Map<String, Chance> bus = new TreeMap<>();
  private final List<String> trace;
  private Violation violation;
  private int fresh;

  /**
   * Creates it.
   *
   * @param trace is filled with what happens; null for nothing
   */
  World(Plan plan, Bug bug, List<String> trace) {
    this.plan = plan;
    this.bug = bug;
    this.trace = trace;
    this.chances = new Chance.Source(plan);
    this.limits = plan.promise() == Plan.Promise.SMALL_WINDOW ? SMALL : LIMITS;
    this.cluster = new SimulatedCluster(this);
    for (int i = 0; i < plan.rooms(); i++) {
      rooms.add("room-" + i);
    }
    for (int i = 0; i < plan.instances(); i++) {
      start();
    }
    for (int user : plan.users()) {
      users.add(new SimulatedUser(this, "user-" + user, rooms.get(user % rooms.size())));
    }
    plan.faults().forEach(fault -> time.after(fault.at(), () -> Faults.happen(this, fault)));
  }

  /** Runs to the end, or to the first violation, which it throws. */
  void run() {
    time.runUntil(Plan.END, this::check);
    new Ending(this).check();
    check();
  }

  private void check() {
    if (violation != null) {
      throw violation;
    }
  }

  /** Notes that something does not hold; the run ends after this step. */
  void require(boolean holds, Invariant invariant, Supplier<String> otherwise) {
    if (!holds && violation == null) {
      violation = new Violation(invariant, "at " + time.millis() + " ms: " + otherwise.get());
    }
  }

  /** The same, of what only a lasting store promises. */
  void requireOfDurable(BooleanSupplier holds, Invariant invariant, Supplier<String> otherwise) {
    if (plan.promise() == Plan.Promise.DURABLE) {
      require(holds.getAsBoolean(), invariant, otherwise);
    }
  }

  void trace(Supplier<String> what) {
    if (trace != null) {
      String line = KEY.matcher(what.get()).replaceAll(key -> shortened(key.group(1)));
      trace.add("%7d %s".formatted(time.millis(), line));
    }
  }

  private static String shortened(String key) {
    return "#%04x".formatted(Long.parseLong(key) & 0xffff);
  }

  String fresh() {
    return "epoch-" + fresh++;
  }

  Plan.Rates rates() {
    return time.millis() < Plan.CALM ? plan.rates() : Plan.Rates.NONE;
  }

  void start() {
    String id = "instance-" + instances.size();
    trace(() -> id + " starts");
    cluster.joined(id);
    instances.add(new SimulatedInstance(this, id));
  }

  /** Whether an instance is there and not frozen. */
  boolean isRunning(String id) {
    return instances.stream().anyMatch(one -> one.id.equals(id) && one.isUp());
  }

  List<SimulatedInstance> running() {
    return instances.stream().filter(SimulatedInstance::isUp).toList();
  }

  /** One message of the bus between instances. */
  void send(String from, String to, Consumer<SimulatedInstance> message) {
    Chance chance = bus.computeIfAbsent(from, id -> chances.of("bus of " + id));
    int rate = rates().bus();
    if (!cluster.areTogether(from, to) || chance.fault(rate)) {
      return;
    }
    int copies = chance.fault(rate) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long delay = chance.fault(rate) ? chance.below(3_000) : chance.below(5);
      time.after(
          delay,
          () ->
              instances.stream()
                  .filter(instance -> instance.id.equals(to))
                  .forEach(instance -> instance.step(() -> message.accept(instance))));
    }
  }
}

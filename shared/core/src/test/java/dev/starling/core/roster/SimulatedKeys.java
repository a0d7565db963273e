package dev.starling.core.roster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Keyed rosters on one simulated clock, with a network that loses, repeats and reorders. */
final class SimulatedKeys {
  private static final int MOST = 6;
  private static final int KEYS = 30;
  private static final int MOST_KEYS = 2_000;

  /** Something that happens later. The order settles which of two due at once comes first. */
  private record Delivery(long due, long order, String to, Runnable action)
      implements Comparable<Delivery> {
    @Override
    public int compareTo(Delivery other) {
      return due != other.due ? Long.compare(due, other.due) : Long.compare(order, other.order);
    }
  }

  private static final class Instance {
    private final String name;
    private final Map<String, Integer> connections = new HashMap<>();
    private final Map<String, Integer> heard = new HashMap<>();
    private KeyedRoster roster;

    private Instance(String name) {
      this.name = name;
    }
  }

  private final SplittableRandom random;
  private final PriorityQueue<Delivery> deliveries = new PriorityQueue<>();
  private final List<Instance> instances = new ArrayList<>();
  private double loss;
  private double repetition;
  private int delay = 1;
  private long now = 1_000;
  private long order;
  private int started;

  SimulatedKeys(SplittableRandom random, int size) {
    this.random = random;
    for (int i = 0; i < size; i++) {
      start();
    }
  }

  void start() {
    if (instances.size() == MOST) {
      return;
    }
    Instance instance = new Instance("i" + started++);
    instance.roster =
        new KeyedRoster(
            instance.name,
            RosterTiming.DEFAULT,
            MOST_KEYS,
            new SimulatedTransport(instance),
            instance.heard::put,
            now);
    instances.add(instance);
    count();
  }

  void crash() {
    if (instances.size() > 1) {
      instances.remove(any());
      count();
    }
  }

  /** One instance takes the others for lost, and finds them again. */
  void loseAndFind() {
    any().roster.count(Set.of(), now);
    count();
  }

  void connectOrDisconnect() {
    Instance instance = any();
    String key = "key-" + random.nextInt(KEYS);
    if (instance.connections.containsKey(key) && random.nextBoolean()) {
      instance.connections.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
      instance.roster.depart(key, now);
    } else {
      instance.connections.merge(key, 1, Integer::sum);
      instance.roster.arrive(key, now);
    }
  }

  /** Connections of more keys than fit into a message. */
  void connectMany(int keys) {
    Instance instance = any();
    for (int i = 0; i < keys; i++) {
      String key = "many-" + i;
      if (instance.roster.arrive(key, now)) {
        instance.connections.merge(key, 1, Integer::sum);
      }
    }
  }

  void disturb(double loss, double repetition, int delay) {
    this.loss = loss;
    this.repetition = repetition;
    this.delay = delay;
  }

  /** Lets time pass: timers fire and messages arrive, each at its time. */
  void pass(long millis) {
    long end = now + millis;
    while (true) {
      Instance next = nextTimer();
      long timer = Math.max(now, next.roster.nextDue());
      long message = deliveries.isEmpty() ? Long.MAX_VALUE : deliveries.peek().due();
      if (Math.min(timer, message) > end) {
        now = end;
        return;
      }
      now = Math.max(now, Math.min(timer, message));
      if (timer <= message) {
        next.roster.tick(now);
      } else {
        Delivery delivery = deliveries.remove();
        find(delivery.to).ifPresent(there -> delivery.action.run());
      }
    }
  }

  Map<String, Integer> truth() {
    Map<String, Integer> all = new HashMap<>();
    instances.forEach(
        instance -> instance.connections.forEach((key, n) -> all.merge(key, n, Integer::sum)));
    return all;
  }

  /** The totals of each instance, for every key that it was ever told of. */
  List<Map<String, Integer>> totals() {
    return instances.stream()
        .map(
            instance ->
                instance.heard.keySet().stream()
                    .filter(key -> instance.roster.total(key) != 0)
                    .collect(Collectors.toMap(key -> key, instance.roster::total)))
        .toList();
  }

  /** The totals that the listener of each instance heard last. */
  List<Map<String, Integer>> heard() {
    return instances.stream()
        .map(
            instance ->
                instance.heard.entrySet().stream()
                    .filter(entry -> entry.getValue() != 0)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .toList();
  }

  private void count() {
    Set<String> names =
        instances.stream().map(instance -> instance.name).collect(Collectors.toSet());
    instances.forEach(instance -> instance.roster.count(names, now));
  }

  private Optional<Instance> find(String name) {
    return instances.stream().filter(instance -> instance.name.equals(name)).findFirst();
  }

  private Instance nextTimer() {
    return instances.stream()
        .min(Comparator.comparingLong(instance -> instance.roster.nextDue()))
        .orElseThrow();
  }

  private Instance any() {
    return instances.get(random.nextInt(instances.size()));
  }

  private void deliver(String to, Runnable action) {
    int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < repetition ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      deliveries.add(new Delivery(now + 1 + random.nextInt(delay), order++, to, action));
    }
  }

  private final class SimulatedTransport implements KeyedRoster.Transport {
    private final Instance from;

    private SimulatedTransport(Instance from) {
      this.from = from;
    }

    @Override
    public void publish(KeyedReport report) {
      for (Instance to : instances) {
        deliver(to.name, () -> to.roster.receive(report, now));
      }
    }

    @Override
    public void ask(String instance, KeyedPage.Request request) {
      deliver(
          instance,
          () ->
              find(instance)
                  .map(asked -> asked.roster.page(request))
                  .ifPresent(page -> deliver(from.name, () -> from.roster.receive(page, now))));
    }
  }
}

package dev.starling.core.roster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/** Carries messages between simulated instances: late, twice, out of order, or not at all. */
final class SimulatedNetwork {
  /** A message under way. The order of sending settles which of two due at once comes first. */
  record Flight(long due, long order, String to, RosterMessage message)
      implements Comparable<Flight> {
    @Override
    public int compareTo(Flight other) {
      return due != other.due ? Long.compare(due, other.due) : Long.compare(order, other.order);
    }
  }

  private final SplittableRandom random;
  private final PriorityQueue<Flight> flights = new PriorityQueue<>();
  private final Set<String> cutOff = new HashSet<>();
  private final List<String> known = new ArrayList<>();
  private double loss;
  private double repetition;
  private int delay = 1;
  private long order;

  SimulatedNetwork(SplittableRandom random) {
    this.random = random;
  }

  void attach(String instance) {
    known.add(instance);
  }

  void detach(String instance) {
    known.remove(instance);
  }

  void disturb(double loss, double repetition, int delay) {
    this.loss = loss;
    this.repetition = repetition;
    this.delay = delay;
  }

  void cutOrMend() {
    if (cutOff.isEmpty()) {
      known.stream().filter(instance -> random.nextBoolean()).forEach(cutOff::add);
    } else {
      cutOff.clear();
    }
  }

  void heal() {
    disturb(0, 0, 1);
    cutOff.clear();
  }

  void send(RosterMessage message, long now) {
    for (String to : known) {
      boolean severed = cutOff.contains(to) != cutOff.contains(message.instance());
      if (!severed && random.nextDouble() >= loss) {
        fly(message, to, now);
        if (random.nextDouble() < repetition) {
          fly(message, to, now);
        }
      }
    }
  }

  /** When the next message arrives; the end of time when none is under way. */
  long nextDue() {
    return flights.isEmpty() ? Long.MAX_VALUE : flights.peek().due();
  }

  Flight next() {
    return flights.remove();
  }

  /** For an instance that cannot take it now. */
  void putBack(Flight flight, long due) {
    flights.add(new Flight(due, flight.order(), flight.to(), flight.message()));
  }

  private void fly(RosterMessage message, String to, long now) {
    flights.add(new Flight(now + 1 + random.nextInt(delay), order++, to, message));
  }
}

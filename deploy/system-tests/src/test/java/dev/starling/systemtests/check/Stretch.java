package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Fact.Received;
import java.util.ArrayList;
import java.util.List;

/** What one client read of one epoch without being told that anything is missing. */
final class Stretch {
  private final String client;
  private final String epoch;
  private final List<Received> events = new ArrayList<>();
  private long last;

  /** Nothing read yet, of what comes after an event. */
  Stretch(String client, String epoch, long after) {
    this.client = client;
    this.epoch = epoch;
    this.last = after;
  }

  void read(Received event) {
    events.add(event);
    last = event.seq();
  }

  String client() {
    return client;
  }

  String epoch() {
    return epoch;
  }

  List<Received> events() {
    return events;
  }

  /** The number of the last event that it knows. */
  long last() {
    return last;
  }
}

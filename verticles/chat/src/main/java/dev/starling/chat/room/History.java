package dev.starling.chat.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last events, encoded: who resumes is served from here, without asking the log. Bounded in
 * number and bytes.
 */
final class History {
  private final int most;
  private final long mostBytes;

  // The oldest ones are taken out in bulk, once they are as many as the rest.
  private final List<Published> events = new ArrayList<>();
  private int oldest;
  private long bytes;
  private long forgottenTo;

  History(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** Forgets all, and begins after an event. */
  void reset(long seq) {
    events.clear();
    oldest = 0;
    bytes = 0;
    forgottenTo = seq;
  }

  void add(Published event) {
    events.add(event);
    bytes += event.weight();
    while (events.size() - oldest > most || (bytes > mostBytes && events.size() - oldest > 1)) {
      Published gone = events.get(oldest);
      bytes -= gone.weight();
      forgottenTo = gone.seq();
      events.set(oldest, null);
      oldest++;
    }
    if (oldest > most) {
      events.subList(0, oldest).clear();
      oldest = 0;
    }
  }

  /** Everything after an event; empty when some of it is no longer known here. */
  Optional<List<Published>> after(long seq) {
    if (seq < forgottenTo) {
      return Optional.empty();
    }
    int low = oldest;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).seq() <= seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return Optional.of(List.copyOf(events.subList(low, events.size())));
  }

  /** The last event that is no longer known here. */
  long forgottenTo() {
    return forgottenTo;
  }
}

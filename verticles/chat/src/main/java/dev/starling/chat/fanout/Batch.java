package dev.starling.chat.fanout;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Events that clients are sent together, in sequence. Thread-safe: several event loops may put the
 * lines together at once, and come to the same.
 */
public final class Batch {
  private final List<EncodedEvent> events;
  private volatile Buffer lines;

  /** Creates it of at least one event. */
  public Batch(List<EncodedEvent> events) {
    this.events = List.copyOf(events);
  }

  /** The events, in sequence. */
  public List<EncodedEvent> events() {
    return events;
  }

  /** All of them as one piece of text for TCP. */
  public Buffer lines() {
    Buffer known = lines;
    if (known == null) {
      known = events.size() == 1 ? events.get(0).line() : joined();
      lines = known;
    }
    return known;
  }

  /** Number of the first event. */
  public long first() {
    return events.get(0).seq();
  }

  /** Number of the last event. */
  public long last() {
    return events.get(events.size() - 1).seq();
  }

  /** Those after an event; the batch itself when that is all of them. */
  Batch after(long seq) {
    return seq < first()
        ? this
        : new Batch(events.subList((int) (seq - first() + 1), events.size()));
  }

  private Buffer joined() {
    Buffer all = Buffer.buffer();
    events.forEach(event -> all.appendBuffer(event.line()));
    return all;
  }
}

package dev.starling.chat.fanout;

import dev.starling.net.websocket.TextFrames;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that clients are sent together, in sequence. Thread-safe: several event loops may put them
 * together at once, and come to the same.
 */
public final class Batch {
  /** Events that a page has at most. */
  public static final int PAGE_EVENTS = 100;

  /** Bytes that a page has at most, unless a single event has more. */
  public static final int PAGE_BYTES = 64 * 1024;

  private final List<EncodedEvent> events;
  private final int length;
  private volatile Buffer lines;
  private volatile Buffer frames;

  /** Creates it of at least one event. */
  public Batch(List<EncodedEvent> events) {
    this.events = List.copyOf(events);
    this.length = events.stream().mapToInt(EncodedEvent::length).sum();
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

  /** All of them as WebSocket frames. */
  public Buffer frames() {
    Buffer known = frames;
    if (known == null) {
      known = framed();
      frames = known;
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

  /** Bytes of the longest form of all of them. */
  public int length() {
    return length;
  }

  /** The same events in batches that are small enough to be sent at once to anyone who reads. */
  public List<Batch> pages() {
    if (fits(events.size(), length)) {
      return List.of(this);
    }
    List<Batch> pages = new ArrayList<>();
    int begin = 0;
    int bytes = 0;
    for (int i = 0; i < events.size(); i++) {
      int next = events.get(i).length();
      if (i > begin && !fits(i + 1 - begin, bytes + next)) {
        pages.add(new Batch(events.subList(begin, i)));
        begin = i;
        bytes = 0;
      }
      bytes += next;
    }
    pages.add(new Batch(events.subList(begin, events.size())));
    return pages;
  }

  /** Whether so much is a page. */
  static boolean fits(int events, int bytes) {
    return events <= PAGE_EVENTS && bytes <= PAGE_BYTES;
  }

  /** Those up to an event; null when that is none of them. */
  public Batch upTo(long seq) {
    int count = (int) Math.min(events.size(), seq - first() + 1);
    return count <= 0 ? null : new Batch(events.subList(0, count));
  }

  /** Tells a subscriber those after an event. */
  void deliver(Subscriber subscriber, long after) {
    if (after < last()) {
      subscriber.deliver(after(after));
    }
  }

  /** Those after an event; the batch itself when that is all of them. */
  Batch after(long seq) {
    return seq < first()
        ? this
        : new Batch(events.subList((int) (seq - first() + 1), events.size()));
  }

  private Buffer joined() {
    Buffer all = Buffer.buffer(events.stream().mapToInt(event -> event.line().length()).sum());
    events.forEach(event -> all.appendBuffer(event.line()));
    return all;
  }

  private Buffer framed() {
    int frameBytes = events.stream().mapToInt(event -> event.frame().length()).sum();
    Buffer all = Buffer.buffer(events.size() * TextFrames.LONGEST_HEADER + frameBytes);
    events.forEach(event -> TextFrames.append(all, event.frame()));
    return all;
  }
}

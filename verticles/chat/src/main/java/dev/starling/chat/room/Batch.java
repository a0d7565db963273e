package dev.starling.chat.room;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Events that clients are told of together. Belongs to one event loop. */
public final class Batch {
  private final List<Published> events;
  private Buffer lines;

  Batch(List<Published> events) {
    this.events = events;
  }

  /** The events, in sequence. */
  public List<Published> events() {
    return events;
  }

  /** All of them as one piece of text for TCP, put together once for all clients. */
  public Buffer lines() {
    if (lines == null) {
      lines = events.size() == 1 ? events.get(0).line() : joined();
    }
    return lines;
  }

  private Buffer joined() {
    Buffer all = Buffer.buffer();
    events.forEach(event -> all.appendBuffer(event.line()));
    return all;
  }
}

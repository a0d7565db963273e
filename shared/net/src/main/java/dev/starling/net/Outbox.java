package dev.starling.net;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;

/**
 * What waits to be written to one connection, in order and bounded, so that a client that does not
 * read costs a known amount of memory and nobody else's time.
 *
 * <p>Belongs to the connection's event loop.
 */
public final class Outbox {

  /** Where an outbox empties itself into: the connection's own write queue. */
  public interface Sink {
    /** Whether nothing should be written until the sink has drained. */
    boolean isFull();

    /** Hands data on to be sent. */
    void write(Buffer data);
  }

  private final Sink sink;
  private final long limit;
  private final LongAdder held;

  // Made when first needed: most connections read as fast as they are written to.
  private Queue<Buffer> waiting;
  private long waitingBytes;
  private boolean discarded;

  // Null when nobody waits for that.
  private Runnable drained;

  /**
   * Creates an empty outbox.
   *
   * @param limit bytes that {@link #offer} may let wait, beside what the sink holds
   * @param held the sum of what waits in all outboxes, kept up by each
   */
  public Outbox(Sink sink, long limit, LongAdder held) {
    this.sink = sink;
    this.limit = limit;
    this.held = held;
  }

  /** Writes, now or as soon as the sink takes it; for what the reader's own pace already bounds. */
  public void write(Buffer data) {
    if (waitingBytes == 0 && !sink.isFull()) {
      sink.write(data);
    } else {
      keep(data);
    }
  }

  /**
   * Writes what the peer did not ask for.
   *
   * @return false when it would exceed the limit; it is then not written
   */
  public boolean offer(Buffer data) {
    if (waitingBytes + data.length() > limit && (waitingBytes > 0 || sink.isFull())) {
      return false;
    }
    write(data);
    return true;
  }

  /** To be called when the sink has drained; writes what waits until the sink is full again. */
  public void drain() {
    while (waitingBytes > 0 && !sink.isFull()) {
      Buffer next = waiting.remove();
      waitingBytes -= next.length();
      held.add(-next.length());
      sink.write(next);
    }
    if (drained != null && !isBlocked()) {
      Runnable step = drained;
      drained = null;
      step.run();
    }
  }

  /** Runs a step when {@link #drain()} leaves nothing blocked; one step at a time. */
  public void whenDrained(Runnable step) {
    drained = step;
  }

  /** To be called when the connection is gone: lets go of what waits, and of what comes yet. */
  public void discard() {
    held.add(-waitingBytes);
    waitingBytes = 0;
    waiting = null;
    drained = null;
    discarded = true;
  }

  /** Whether something waits, or the sink takes nothing more. */
  public boolean isBlocked() {
    return waitingBytes > 0 || sink.isFull();
  }

  /** Bytes that wait, beside what the sink holds. */
  public long waitingBytes() {
    return waitingBytes;
  }

  private void keep(Buffer data) {
    if (discarded) {
      return;
    }
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    waiting.add(data);
    waitingBytes += data.length();
    held.add(data.length());
  }
}

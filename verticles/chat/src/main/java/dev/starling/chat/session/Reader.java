package dev.starling.chat.session;

import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.Subscriber;
import dev.starling.chat.room.RoomAccess;
import dev.starling.chat.session.ClientTransport.Close;
import java.util.function.Consumer;

/**
 * The reading side of a session: events go to its transport in sequence, up to the user's own left
 * and not beyond. Belongs to the connection's event loop.
 */
final class Reader implements Subscriber {
  private static final long NO_END = Long.MAX_VALUE;

  private final ClientTransport transport;
  private final RoomAccess room;
  private final Runnable readToTheEnd;
  private final Consumer<Close> closing;

  private boolean closed;
  private long position;
  private long last = NO_END;

  /**
   * Creates it.
   *
   * @param readToTheEnd is run when everything up to the own left has been delivered
   * @param closing closes the session
   */
  Reader(
      ClientTransport transport, RoomAccess room, Runnable readToTheEnd, Consumer<Close> closing) {
    this.transport = transport;
    this.room = room;
    this.readToTheEnd = readToTheEnd;
    this.closing = closing;
  }

  /** Begins to read. */
  void begin(Start start) {
    if (start.restarted()) {
      transport.restarted(start.epoch(), start.seq());
    }
    position = start.seq();
    room.subscribe(this, start.epoch(), start.seq(), start.chain());
  }

  /** Reads no more. */
  void close() {
    closed = true;
    room.unsubscribe(this);
  }

  /** Sets the last event that is delivered, which may have been already. */
  void endAt(long seq) {
    last = seq;
    advance(position);
  }

  @Override
  public void deliver(Batch batch) {
    Batch wanted = batch.last() > last ? batch.upTo(last) : batch;
    if (wanted != null) {
      transport.deliver(wanted);
    }
    advance(batch.last());
  }

  @Override
  public void gap(long from, long to) {
    transport.gap(from, Math.min(to, last));
    advance(to);
  }

  @Override
  public void restarted(String epoch, long seq) {
    transport.restarted(epoch, seq);
    position = seq;
    if (last != NO_END) {
      // The own left was in the transcript that is gone.
      readToTheEnd.run();
    }
  }

  @Override
  public boolean isFull() {
    return transport.connection().isBlocked();
  }

  @Override
  public void whenDrained(Runnable step) {
    transport.connection().whenDrained(step);
  }

  @Override
  public boolean isClosed() {
    return closed || transport.connection().isClosed();
  }

  @Override
  public void failed() {
    closing.accept(Close.FAILED);
  }

  @Override
  public void tooSlow() {
    closing.accept(Close.TOO_SLOW);
  }

  @Override
  public String toString() {
    return "session of " + transport.connection();
  }

  private void advance(long seq) {
    position = seq;
    if (position >= last) {
      readToTheEnd.run();
    }
  }
}

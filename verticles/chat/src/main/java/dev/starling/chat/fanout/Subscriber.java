package dev.starling.chat.fanout;

/** A connection that reads a room. Called on the connection's event loop. */
public interface Subscriber {
  /** Events in sequence. */
  void deliver(Batch batch);

  /** Events that are no longer kept; reported before those behind them. */
  void gap(long from, long to);

  /** The transcript has another epoch; events after {@code seq} follow. */
  void restarted(String epoch, long seq);

  /** Whether so much waits to be sent that what was missed earlier should wait, too. */
  boolean isFull();

  /** Runs a step once less waits to be sent; never when the connection is closed before. */
  void whenDrained(Runnable step);

  /** Telling it something threw: this connection is closed, and no other. */
  void failed();

  /** Others wait for what it does not take: it is closed as one that does not read. */
  void tooSlow();

  /** Whether nothing more can be sent. */
  boolean isClosed();
}

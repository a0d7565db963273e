package dev.starling.chat.replication;

/**
 * The one thread that a room's state belongs to, with its clocks and timers: an event loop, or a
 * simulation.
 */
public interface Loop {
  /** A clock that never goes back, in nanoseconds. */
  long nanos();

  /** The wall clock, in milliseconds since 1970. */
  long millis();

  /** Runs a step on this thread, after those posted before. May be called on any thread. */
  void post(Runnable step);

  /** Runs a step on this thread after a delay. */
  void later(long millis, Runnable step);
}

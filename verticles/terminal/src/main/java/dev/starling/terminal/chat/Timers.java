package dev.starling.terminal.chat;

import java.time.Duration;

/** Time, as the logic sees it; tests move it by hand. */
@FunctionalInterface
interface Timers {
  /** Something that was to happen later. */
  @FunctionalInterface
  interface Timer {
    /** A timer that is not running. */
    Timer NONE = () -> {};

    /** It will not happen any more; harmless when it has. */
    void cancel();
  }

  /** Runs the task once, where the logic runs, unless it is cancelled before. */
  Timer after(Duration delay, Runnable task);
}

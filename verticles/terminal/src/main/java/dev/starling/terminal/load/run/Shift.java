package dev.starling.terminal.load.run;

import dev.starling.terminal.load.wire.Failure;
import dev.starling.terminal.load.wire.Wire;

/** What callers on one event loop share. */
interface Shift {
  Wire wire();

  Pace pace();

  Budget budget();

  Tally tally();

  /** When what is due; null until all have tried to connect. */
  Clock clock();

  /**
   * A caller has tried to connect for the first time.
   *
   * @param failure null when it is connected
   */
  void arrived(Failure failure);

  /** A caller has nothing left to do. */
  void rested();

  /** Runs the task after a moment in which the target is left alone. */
  void afterPause(Runnable task);
}

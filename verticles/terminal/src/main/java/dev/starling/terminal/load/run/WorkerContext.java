package dev.starling.terminal.load.run;

import dev.starling.terminal.load.wire.Failure;
import dev.starling.terminal.load.wire.TargetClient;

/** What callers on one event loop share. */
interface WorkerContext {
  TargetClient wire();

  ArrivalSchedule pace();

  Budget budget();

  Statistics statistics();

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

package dev.starling.systemtests.scenario;

import dev.starling.systemtests.history.History;

/** Clients at work, a fault, and the way back. */
@FunctionalInterface
interface Cycle {
  /**
   * Runs once.
   *
   * @param number counted from 1
   * @param history to be filled with what clients see
   * @return in a few words what was done
   */
  String run(int number, History history) throws Exception;
}

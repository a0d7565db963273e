package dev.starling.probe.blocking;

import java.time.Duration;

/**
 * Blocking work that a client wants done, within the caps.
 *
 * @param sleep how long one call blocks
 * @param calls how many
 * @param ordered one after the other on one thread, else side by side
 */
public record CallsRequest(Duration sleep, int calls, boolean ordered) {

  /** How long all of it should take. */
  public Duration expected() {
    return ordered ? sleep.multipliedBy(calls) : sleep;
  }
}

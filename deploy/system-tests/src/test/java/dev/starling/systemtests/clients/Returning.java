package dev.starling.systemtests.clients;

import io.vertx.core.Vertx;
import java.util.Random;

/**
 * When somebody who lost a connection tries again: ever more slowly, and not at the same time as
 * all others. Belongs to the event loop.
 */
final class Returning {
  private static final long FIRST_WAIT = 50;
  private static final long LONGEST_WAIT = 500;

  private final Vertx vertx;
  private final Random random;
  private final Runnable open;
  private boolean loyal = true;
  private long wait = FIRST_WAIT;

  Returning(Vertx vertx, Random random, Runnable open) {
    this.vertx = vertx;
    this.random = random;
    this.open = open;
  }

  /** The connection is lost, or an attempt has failed. */
  void comeBack() {
    if (loyal) {
      vertx.setTimer(wait + random.nextLong(wait), now -> reopen());
      wait = Math.min(LONGEST_WAIT, 2 * wait);
    }
  }

  private void reopen() {
    if (loyal) {
      open.run();
    }
  }

  /** An attempt was successful. */
  void isBack() {
    wait = FIRST_WAIT;
  }

  /** Attempts again, from the next loss on. */
  void allow() {
    loyal = true;
  }

  /** No more attempts. */
  void stayAway() {
    loyal = false;
  }
}

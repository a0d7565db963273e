package dev.starling.terminal.load.wire;

import java.util.concurrent.ThreadLocalRandom;

/** Tells the users of one run from those of another, which the server may still remember. */
final class RunNames {
  private RunNames() {}

  static String name() {
    return Long.toString(ThreadLocalRandom.current().nextLong(1L << 30), Character.MAX_RADIX);
  }
}

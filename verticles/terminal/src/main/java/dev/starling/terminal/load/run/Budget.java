package dev.starling.terminal.load.run;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests may still be sent; shared by all event loops. */
final class Budget {
  private final boolean limited;
  private final AtomicLong left;

  Budget(OptionalLong requests) {
    limited = requests.isPresent();
    left = new AtomicLong(requests.orElse(0));
  }

  /** Takes one; false when none is left. */
  boolean take() {
    return !limited || left.getAndDecrement() > 0;
  }
}

package dev.starling.bench.load;

import java.io.IOException;
import java.time.Duration;

/** Users of a chat who come and then mostly sit there. */
public interface Guests extends AutoCloseable {
  /**
   * Connects more, until there are so many, and waits until all is quiet again.
   *
   * @throws IOException when one is turned away or lost, or the next few take longer than the limit
   */
  void growTo(int size, Duration limit) throws IOException;

  /** The first one sends so many short messages to itself, before others come. */
  void fill(int messages, Duration limit) throws IOException;

  /** Everyone is gone at once, without a goodbye. */
  @Override
  void close();
}

package dev.starling.terminal.load.run;

/** Receives the progress several times a second, on one thread. */
public interface Progress extends AutoCloseable {
  /** Connections come about. */
  void connecting(int connected, int all);

  /** The clock runs; nothing counts yet. */
  void warmingUp();

  /**
   * Requests are sent.
   *
   * @param part of the whole that is done, 0 to 1
   * @param perSecond answers, since the last call
   */
  void running(double part, double perSecond, Sample sample);

  /** It has ended, or failed. */
  @Override
  default void close() {}
}

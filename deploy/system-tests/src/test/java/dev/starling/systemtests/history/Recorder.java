package dev.starling.systemtests.history;

/** Takes down what one client does and sees. */
@FunctionalInterface
public interface Recorder {
  /** It did or saw this just now. From any thread, never blocks for long. */
  void saw(Fact fact);
}

package dev.starling.chat.simulation;

import java.util.PriorityQueue;

/** Time that passes as fast as what happens in it: everything runs on the caller's thread. */
final class VirtualTime {
  private record Step(long at, long number, Runnable run) implements Comparable<Step> {
    @Override
    public int compareTo(Step other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Step> steps = new PriorityQueue<>();
  private long now;
  private long number;

  long millis() {
    return now;
  }

  void after(long millis, Runnable run) {
    steps.add(new Step(now + millis, number++, run));
  }

  /**
   * Runs everything that is due until then.
   *
   * @param afterEach runs after each step
   */
  void runUntil(long end, Runnable afterEach) {
    while (!steps.isEmpty() && steps.peek().at <= end) {
      Step step = steps.poll();
      now = step.at;
      step.run.run();
      afterEach.run();
    }
    now = end;
  }
}

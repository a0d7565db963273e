package dev.starling.chat.replication;

import java.util.PriorityQueue;

/** A loop whose time passes when a test says so. */
public final class ManualLoop implements Loop {
  private record Step(long at, long number, Runnable run) {}

  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.number, b.number));
  private long now;
  private long number;

  @Override
  public long nanos() {
    return now * 1_000_000;
  }

  @Override
  public long millis() {
    return now;
  }

  @Override
  public void post(Runnable step) {
    later(0, step);
  }

  @Override
  public void later(long millis, Runnable step) {
    steps.add(new Step(now + millis, number++, step));
  }

  /** Runs everything that is due, and what that makes due, for a minute at most. */
  public void run() {
    long end = now + 60_000;
    while (!steps.isEmpty() && steps.peek().at <= end) {
      Step step = steps.poll();
      now = step.at;
      step.run.run();
    }
  }
}

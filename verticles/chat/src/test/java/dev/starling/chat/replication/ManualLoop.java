package dev.starling.chat.replication;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** An event loop whose clock is moved by hand; steps run on the test's thread. */
public final class ManualLoop implements Loop {
  private record Step(long at, long number, Runnable run) implements Comparable<Step> {
    @Override
    public int compareTo(Step other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Step> steps = new PriorityQueue<>();
  private long now = 1_000_000;
  private long number;

  @Override
  public long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(now);
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

  /** Runs everything that is due. */
  public void run() {
    pass(0);
  }

  /** Lets time pass. */
  public void pass(long millis) {
    long end = now + millis;
    while (!steps.isEmpty() && steps.peek().at <= end) {
      Step step = steps.poll();
      now = step.at;
      step.run.run();
    }
    now = end;
  }
}

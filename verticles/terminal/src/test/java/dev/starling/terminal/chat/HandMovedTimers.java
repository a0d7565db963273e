package dev.starling.terminal.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that passes when the test says so. */
final class HandMovedTimers implements Timers {
  private record Pending(Duration due, Runnable task) {}

  private final List<Pending> pending = new ArrayList<>();
  private Duration now = Duration.ZERO;

  @Override
  public Timer after(Duration delay, Runnable task) {
    Pending timer = new Pending(now.plus(delay), task);
    pending.add(timer);
    return () -> pending.remove(timer);
  }

  void pass(Duration time) {
    Duration end = now.plus(time);
    for (Optional<Pending> due = due(end); due.isPresent(); due = due(end)) {
      pending.remove(due.get());
      now = due.get().due();
      due.get().task().run();
    }
    now = end;
  }

  private Optional<Pending> due(Duration end) {
    return pending.stream()
        .filter(timer -> timer.due().compareTo(end) <= 0)
        .min(Comparator.comparing(Pending::due));
  }
}

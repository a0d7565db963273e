package dev.starling.terminal.sql.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Jobs of which so many run at a time; the others wait in line. */
final class JobQueue {
  private final int width;
  private final Deque<Job> waiting = new ArrayDeque<>();
  private int running;

  JobQueue(int width) {
    this.width = width;
  }

  void add(Job job) {
    waiting.add(job);
  }

  /** The next that may start; null when none may. */
  Job start() {
    if (running >= width || waiting.isEmpty()) {
      return null;
    }
    running++;
    return waiting.poll();
  }

  void ended() {
    running--;
  }

  /** Takes one out that has not started; false when it is not here. */
  boolean remove(Job job) {
    return waiting.remove(job);
  }

  /** Takes out all that have not started. */
  List<Job> clear() {
    List<Job> cleared = List.copyOf(waiting);
    waiting.clear();
    return cleared;
  }

  boolean isEmpty() {
    return running == 0 && waiting.isEmpty();
  }
}

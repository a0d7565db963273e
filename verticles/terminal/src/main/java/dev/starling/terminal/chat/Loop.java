package dev.starling.terminal.chat;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one thread on which the logic runs. What comes after it was closed is dropped. */
final class Loop implements Executor, Timers, AutoCloseable {
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Loop::daemon);
  private final Consumer<RuntimeException> failures;

  /**
   * Starts the thread.
   *
   * @param failures receives what a task threw; the next task runs all the same
   */
  Loop(Consumer<RuntimeException> failures) {
    this.failures = failures;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "chat");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    try {
      Future<?> scheduled =
          thread.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException closed) {
      return Timer.NONE;
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException failure) {
      failures.accept(failure);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

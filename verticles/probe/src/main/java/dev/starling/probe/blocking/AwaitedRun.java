package dev.starling.probe.blocking;

import dev.starling.probe.run.Report;
import dev.starling.probe.run.Run;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A run as blocking code sees it: a method that returns the report when there is one. */
public final class AwaitedRun {
  /** A run ends in time by itself; this is for when it does not. */
  private static final long SLACK_MILLIS = 5_000;

  private AwaitedRun() {}

  /**
   * Has blocking code do the run and hand over the report.
   *
   * @param run of the caller's event loop
   * @param atMost how long it may take
   */
  public static Future<Report> start(
      Vertx vertx, BlockingThreads threads, Run run, Duration atMost) {
    Context eventLoop = vertx.getOrCreateContext();
    return threads.await(
        vertx,
        () -> {
          Promise<Report> report = Promise.promise();
          eventLoop.runOnContext(v -> run.start().onComplete(report));
          return report.future().await(atMost.toMillis() + SLACK_MILLIS, TimeUnit.MILLISECONDS);
        });
  }
}

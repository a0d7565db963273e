package dev.starling.probe.context;

import dev.starling.probe.blocking.BlockingThreads;
import dev.starling.probe.guard.AllowList;
import dev.starling.probe.guard.Guard;
import dev.starling.probe.guard.Resolver;
import dev.starling.probe.run.Cancellations;
import dev.starling.probe.run.Limits;
import dev.starling.probe.run.Run;
import dev.starling.probe.run.RunLimiter;
import dev.starling.probe.run.RunMetrics;
import dev.starling.probe.run.RunRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * What the event loops of one process share: places for runs, and threads for work that blocks.
 * Thread-safe.
 */
public final class ProbeContext extends VerticleBase {
  private final ProbeSettings settings;
  private final MeterRegistry registry;
  private final Function<Vertx, Resolver> resolver;
  private final Cancellations cancellations = new Cancellations();
  private Guard guard;
  private Limits limits;
  private RunMetrics metrics;
  private RunLimiter limiter;
  private BlockingThreads threads;

  /**
   * Creates it; deployed once for each process.
   *
   * @param resolver of host names, made for the event loop that this runs on
   */
  public ProbeContext(
      ProbeSettings settings, MeterRegistry registry, Function<Vertx, Resolver> resolver) {
    this.settings = settings;
    this.registry = registry;
    this.resolver = resolver;
  }

  @Override
  public Future<?> start() {
    guard = new Guard(resolver.apply(vertx), AllowList.of(settings.allow()));
    limits = new Limits(settings.maxBody().bytes(), settings.maxRedirects());
    metrics = new RunMetrics(registry);
    limiter = new RunLimiter(settings.maxRunning(), settings.maxRunningTotal(), registry);
    threads = new BlockingThreads(settings.maxRequests(), waiting());
    return threads.call(vertx, Executors.callable(WarmUp::perform));
  }

  /** As many calls as all runs together may have. */
  private int waiting() {
    long calls = (long) settings.maxRequests() * settings.maxRunningTotal();
    return (int) Math.min(Integer.MAX_VALUE, calls);
  }

  @Override
  public Future<?> stop() {
    threads.close();
    return Future.succeededFuture();
  }

  /** A run of the caller's event loop, not started yet. */
  public Run prepare(Vertx vertx, RunRequest runRequest) {
    return new Run(vertx, runRequest, limits, guard, metrics);
  }

  /** Limits of runs by client. */
  public RunLimiter admission() {
    return limiter;
  }

  /** Runs that can be cancelled. */
  public Cancellations cancellations() {
    return cancellations;
  }

  /** Where work may block. */
  public BlockingThreads threads() {
    return threads;
  }
}

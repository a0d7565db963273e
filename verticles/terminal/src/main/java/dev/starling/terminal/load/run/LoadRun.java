package dev.starling.terminal.load.run;

import dev.starling.terminal.load.plan.LoadPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** One run, from the first connection to the last answer, for a thread that may block. */
public final class LoadRun {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LoadPlan plan;
  private final Progress progress;
  private final CountDownLatch broken = new CountDownLatch(1);
  private final List<Worker> workers = new ArrayList<>();

  /** Starts nothing yet. */
  public LoadRun(LoadPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /** Ends it as soon as it can be; harmless when it has ended. May be called from any thread. */
  public void breakOff() {
    broken.countDown();
  }

  /**
   * Does it all; blocks until the last answer has come or is given up.
   *
   * @throws LoadFailedException when not one connection came about
   */
  public LoadResult run() throws LoadFailedException, InterruptedException {
    SocketAddress address = Addresses.of(plan.target(), plan.timeout());
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(plan.threads()));
    try {
      deploy(vertx, address);
      connect();
      return load();
    } finally {
      close(vertx);
    }
  }

  private void deploy(Vertx vertx, SocketAddress address) {
    Budget budget = new Budget(plan.requests());
    for (int thread = 0; thread < plan.threads(); thread++) {
      int first = thread;
      List<Integer> numbers =
          IntStream.iterate(first, n -> n < plan.connections(), n -> n + plan.threads())
              .boxed()
              .toList();
      workers.add(new Worker(plan, address, budget, numbers));
    }
    Future.all(workers.stream().map(vertx::deployVerticle).toList()).await();
  }

  private void connect() throws LoadFailedException, InterruptedException {
    List<Future<Worker.Arrivals>> arrivals = workers.stream().map(Worker::connect).toList();
    CountDownLatch done = latch(Future.all(arrivals));
    while (!comes(done)) {
      if (isBroken()) {
        throw LoadFailedException.tooEarly();
      }
      int connected = 0;
      for (Worker worker : workers) {
        connected += worker.arrivedSoFar().await();
      }
      progress.connecting(connected, plan.connections());
    }
    Worker.Arrivals sum =
        arrivals.stream().map(Future::result).reduce(Worker.Arrivals::and).orElseThrow();
    if (sum.connected() == 0) {
      throw new LoadFailedException("cannot reach " + plan.target() + ": " + sum.failure());
    }
  }

  private LoadResult load() throws InterruptedException {
    Clock clock = Clock.startingNow(plan);
    List<Future<Statistics>> tallies = workers.stream().map(worker -> worker.begin(clock)).toList();
    CountDownLatch done = latch(Future.all(tallies));
    boolean brokenOff = false;
    Sample before = Sample.none();
    long looked = clock.counting();
    while (!comes(done)) {
      if (isBroken() && !brokenOff) {
        brokenOff = true;
        workers.forEach(Worker::breakOff);
        continue;
      }
      long now = System.nanoTime();
      if (clock.counts(now)) {
        Sample sample = sample();
        double seconds = Math.max(1, now - looked) / NANOS_PER_SECOND;
        progress.running(
            part(clock, now, sample), (sample.answers() - before.answers()) / seconds, sample);
        before = sample;
        looked = now;
      } else {
        progress.warmingUp();
      }
    }
    Duration elapsed = Duration.ofNanos(Math.max(0, System.nanoTime() - clock.counting()));
    Statistics sum = new Statistics();
    tallies.forEach(statistics -> sum.add(statistics.result()));
    return new LoadResult(plan, elapsed, brokenOff, sum);
  }

  private Sample sample() {
    Sample sum = Sample.none();
    for (Worker worker : workers) {
      sum = sum.and(worker.sample().await());
    }
    return sum;
  }

  private double part(Clock clock, long now, Sample sample) {
    double ofTime = (now - clock.counting()) / (double) plan.duration().toNanos();
    double ofRequests =
        plan.requests().isPresent()
            ? (sample.answers() + sample.failed()) / (double) plan.requests().getAsLong()
            : 0;
    return Math.min(1, Math.max(ofTime, ofRequests));
  }

  private static CountDownLatch latch(Future<?> future) {
    CountDownLatch done = new CountDownLatch(1);
    future.onComplete(result -> done.countDown());
    return done;
  }

  /** Waits a little for it. */
  private static boolean comes(CountDownLatch done) throws InterruptedException {
    return done.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isBroken() {
    return broken.getCount() == 0;
  }

  private static void close(Vertx vertx) {
    try {
      vertx.close().await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      // The process ends in a moment, and all its connections with it.
    }
  }
}

package dev.starling.probe.run;

import dev.starling.probe.guard.Forbidden;
import dev.starling.probe.guard.Guard;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Many requests to one target, so many at once: it can be watched, cut short, and always comes to a
 * report. It has connections of its own, which end with it. Belongs to the event loop that starts
 * it.
 */
public final class Run {
  /** Begun in one turn of the event loop, so that a hundred at once hold up nobody else. */
  private static final int BEGUN_PER_TURN = 4;

  private static final long TURN_MILLIS = 1;
  private static final int MAX_HEADERS = 32_768;

  private final Vertx vertx;
  private final RunRequest runRequest;
  private final Limits limits;
  private final RunMetrics metrics;
  private final ResolvedTargets targets;
  private final Promise<Report> report = Promise.promise();
  private final Set<RedirectChain> underWay = new LinkedHashSet<>();
  private final List<Result> results = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private Runnable begunHandler = () -> {};
  private HttpClient client;
  private long begun;
  private long deadline = -1;
  private int started;
  private boolean beginning;
  private boolean ended;

  public Run(Vertx vertx, RunRequest runRequest, Limits limits, Guard guard, RunMetrics metrics) {
    this.vertx = vertx;
    this.runRequest = runRequest;
    this.limits = limits;
    this.metrics = metrics;
    this.targets = new ResolvedTargets(guard);
  }

  /** Sets the handler that is called once the target is allowed, before the first request. */
  public void onBegun(Runnable handler) {
    begunHandler = handler;
  }

  /**
   * Starts. Fails with {@link Forbidden} when the target may not be connected to, before anything
   * was sent; any other fault is part of the report.
   */
  public Future<Report> start() {
    begun = System.nanoTime();
    deadline =
        vertx.setTimer(
            runRequest.totalTimeout().toMillis(),
            late ->
                cutShort("the run took longer than " + RunRequest.text(runRequest.totalTimeout())));
    targets
        .find(runRequest.target())
        .onComplete(
            found -> {
              if (ended) {
                return;
              }
              if (found.cause() instanceof Forbidden) {
                ended = true;
                vertx.cancelTimer(deadline);
                report.fail(found.cause());
              } else {
                client = vertx.createHttpClient(options(), pool());
                metrics.begun();
                begun = System.nanoTime();
                begunHandler.run();
                begin();
              }
            });
    return report.future();
  }

  /** Ends it now. What is not answered counts as failed; the report says why. */
  public void cutShort(String why) {
    if (ended) {
      return;
    }
    RequestFailedException early =
        new RequestFailedException(Failure.Kind.ENDED, "not finished: " + why);
    Failure never = new Failure(Failure.Kind.ENDED, "not sent: " + why);
    ended = true;
    underWay.forEach(chain -> chain.abandon(early));
    for (int i = 0; i < underWay.size(); i++) {
      failed(early.failure());
    }
    while (started < runRequest.requests()) {
      started++;
      failed(never);
    }
    end(Optional.of(why));
  }

  /** How many requests are done, answered or failed. */
  public int done() {
    return results.size() + failures.size();
  }

  /** How many of those failed. */
  public int failed() {
    return failures.size();
  }

  /** Since the start, in milliseconds. */
  public long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  private void begin() {
    if (ended || beginning) {
      return;
    }
    beginning = true;
    for (int i = 0; i < BEGUN_PER_TURN && hasRoom(); i++) {
      beginOne();
    }
    if (hasRoom()) {
      vertx.setTimer(
          TURN_MILLIS,
          turn -> {
            beginning = false;
            begin();
          });
    } else {
      beginning = false;
    }
    endIfDone();
  }

  private boolean hasRoom() {
    return underWay.size() < runRequest.concurrency() && started < runRequest.requests();
  }

  private void beginOne() {
    RedirectChain chain = new RedirectChain(client, targets, runRequest, limits, started++);
    underWay.add(chain);
    chain
        .perform(vertx)
        .onComplete(
            outcome -> {
              if (ended) {
                return;
              }
              underWay.remove(chain);
              if (outcome.succeeded()) {
                results.add(outcome.result());
                metrics.answered();
              } else {
                failed(((RequestFailedException) outcome.cause()).failure());
              }
              begin();
            });
  }

  private void failed(Failure failure) {
    failures.add(failure);
    metrics.failed(failure.kind());
  }

  private void endIfDone() {
    if (!ended && done() == runRequest.requests()) {
      ended = true;
      end(Optional.empty());
    }
  }

  private void end(Optional<String> why) {
    vertx.cancelTimer(deadline);
    long elapsed = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
    if (client != null) {
      client.close();
      metrics.ended();
    }
    results.sort(Comparator.comparingInt(Result::number));
    report.complete(
        new Report(runRequest, List.copyOf(results), List.copyOf(failures), elapsed, why));
  }

  private HttpClientOptions options() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        // The probed server is foreign: trace headers are not sent to it.
        .setTracingPolicy(TracingPolicy.IGNORE)
        .setKeepAlive(true)
        .setMaxHeaderSize(MAX_HEADERS)
        .setConnectTimeout((int) runRequest.timeout().toMillis())
        .setSslHandshakeTimeout(runRequest.timeout().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        // A handshake's arithmetic takes milliseconds, of which many would add up.
        .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true));
  }

  private PoolOptions pool() {
    return new PoolOptions().setHttp1MaxSize(runRequest.concurrency());
  }
}

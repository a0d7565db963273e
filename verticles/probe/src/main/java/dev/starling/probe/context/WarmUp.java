package dev.starling.probe.context;

import dev.starling.net.internal.NativeTransport;
import dev.starling.probe.guard.AllowList;
import dev.starling.probe.guard.Guard;
import dev.starling.probe.guard.Resolver;
import dev.starling.probe.guard.Target;
import dev.starling.probe.run.Limits;
import dev.starling.probe.run.Report;
import dev.starling.probe.run.Run;
import dev.starling.probe.run.RunMetrics;
import dev.starling.probe.run.RunRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run against a server of its own, before there are users: else the first run would measure how
 * long Java takes to load and compile what it is made of, and hold up its event loop meanwhile.
 */
final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final String HOST = "127.0.0.1";

  /** Loads the tables of Unicode. */
  private static final String NAME_TO_READ = "http://bücher.example/";

  private static final int REQUESTS = 200;
  private static final int CONCURRENCY = 20;
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final long PATIENCE_SECONDS = 5;

  private WarmUp() {}

  /**
   * Does it, on an event loop that goes with it; blocks the caller meanwhile. Never fails: a
   * service that could not rehearse only starts slower.
   */
  static void perform() {
    Vertx stage =
        Vertx.builder()
            .withTransport(NativeTransport.get())
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(1)
                    .setWorkerPoolSize(1)
                    .setInternalBlockingPoolSize(1)
                    // Loading classes may take long, and holds up nobody there.
                    .setBlockedThreadCheckIntervalUnit(TimeUnit.HOURS)
                    .setBlockedThreadCheckInterval(1))
            .build();
    try {
      Target.parse(NAME_TO_READ);
      Promise<Report> done = Promise.promise();
      stage.runOnContext(v -> rehearse(stage).onComplete(done));
      done.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException failure) {
      log.debug("no rehearsal: {}", failure.getMessage());
    } finally {
      stage.close().onFailure(failure -> log.debug("rehearsal: {}", failure.getMessage()));
    }
  }

  private static Future<Report> rehearse(Vertx stage) {
    return stage
        .createHttpServer()
        .requestHandler(request -> request.response().end("rehearsal"))
        .listen(0, HOST)
        .compose(server -> run(stage, server.actualPort()));
  }

  private static Future<Report> run(Vertx vertx, int port) {
    String place = HOST + ":" + port;
    String url = "http://" + place + "/";
    Guard guard = new Guard(Resolver.of(vertx), AllowList.of(Optional.of(List.of(place))));
    RunRequest runRequest =
        new RunRequest(
            url, Target.parse(url), REQUESTS, CONCURRENCY, HttpMethod.GET, LONGEST, LONGEST);
    RunMetrics unseen = new RunMetrics(new SimpleMeterRegistry());
    return new Run(vertx, runRequest, new Limits(1_024, 0), guard, unseen).start();
  }
}

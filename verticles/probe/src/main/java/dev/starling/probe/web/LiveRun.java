package dev.starling.probe.web;

import dev.starling.probe.run.Cancellations;
import dev.starling.probe.run.Run;
import dev.starling.probe.run.RunRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** A run that its client watches: how far it is, some times a second, then the report. */
final class LiveRun {
  private static final long SPACING_MILLIS = 100;

  /** Also when nothing is done: how often the client learns that the run goes on. */
  private static final int MOST_SILENT_TICKS = 10;

  private final Vertx vertx;
  private final RoutingContext context;
  private final RunRequest runRequest;
  private final Run run;
  private final Cancellations cancellations;
  private EventStream events;
  private String name;
  private long timer;
  private int shown = -1;
  private int silentTicks;

  LiveRun(
      Vertx vertx,
      RoutingContext context,
      RunRequest runRequest,
      Run run,
      Cancellations cancellations) {
    this.vertx = vertx;
    this.context = context;
    this.runRequest = runRequest;
    this.run = run;
    this.cancellations = cancellations;
  }

  void start() {
    Context eventLoop = vertx.getOrCreateContext();
    name = cancellations.add(() -> eventLoop.runOnContext(v -> run.cutShort("cancelled")));
    timer = vertx.setPeriodic(SPACING_MILLIS, tick -> tick());
    context.addEndHandler(ended -> stopped());
    run.onBegun(this::begun);
    run.start()
        .compose(report -> vertx.executeBlocking(() -> ReportHtml.of(report), false))
        .onSuccess(this::report)
        .onFailure(failure -> RunAdmission.refuse(context, failure));
  }

  private void begun() {
    events = new EventStream(context.response());
    events.send("run", new JsonObject().put("name", name).put("requests", runRequest.requests()));
  }

  private void tick() {
    silentTicks++;
    if (events != null && (run.done() != shown || silentTicks >= MOST_SILENT_TICKS)) {
      silentTicks = 0;
      shown = run.done();
      events.sendIfRead("progress", progress());
    }
  }

  private JsonObject progress() {
    return new JsonObject()
        .put("done", run.done())
        .put("failed", run.failed())
        .put("elapsed_ms", run.elapsedMillis());
  }

  private void report(String html) {
    if (events == null) {
      // Cut short before anything was sent.
      begun();
    }
    events.send("progress", progress());
    events.end("report", html);
  }

  private void stopped() {
    vertx.cancelTimer(timer);
    cancellations.remove(name);
  }
}

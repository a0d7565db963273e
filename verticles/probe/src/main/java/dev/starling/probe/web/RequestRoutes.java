package dev.starling.probe.web;

import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import dev.starling.probe.blocking.AwaitedRun;
import dev.starling.probe.blocking.BlockingCalls;
import dev.starling.probe.context.ProbeContext;
import dev.starling.probe.context.ProbeSettings;
import dev.starling.probe.run.Report;
import dev.starling.probe.run.Run;
import dev.starling.web.http.Page;
import dev.starling.web.http.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** Routes: the page, reports as a page or as JSON, runs to watch. */
public final class RequestRoutes {
  private static final String FOLDER = "/requests/";
  private static final String HTML = "text/html";
  private static final String JSON = "application/json";
  private static final String GONE = "the client went away";

  private final Vertx vertx;
  private final ProbeSettings settings;
  private final ProbeContext probe;
  private final RunAdmission admission;
  private final RunRequestParser parser;
  private final ReportPage page = new ReportPage();

  private RequestRoutes(Vertx vertx, ProbeSettings settings, ProbeContext probe) {
    this.vertx = vertx;
    this.settings = settings;
    this.probe = probe;
    this.admission = new RunAdmission(probe, new ClientAddresses(settings.proxies()));
    this.parser = new RunRequestParser(settings);
  }

  /** The routes, for one event loop. */
  public static Router router(Vertx vertx, ProbeSettings settings, ProbeContext probe) {
    RequestRoutes routes = new RequestRoutes(vertx, settings, probe);
    Router router = Problems.router(vertx);
    router.get(FOLDER).handler(routes::pageOrReport);
    router.get(FOLDER + "async_to_sync").handler(context -> routes.report(context, true));
    router.get(FOLDER + "sync_to_async").handler(routes::calls);
    router.get(FOLDER + "events").handler(routes::live);
    router.post(FOLDER + "cancel").handler(routes::cancel);
    router.get("/").handler(RequestRoutes::toFolder);
    router.get("/requests").handler(RequestRoutes::toFolder);
    Page.serve(router, FOLDER + "probe.js", "text/javascript; charset=utf-8", "/probe/probe.js");
    Page.serve(router, FOLDER + "probe.css", "text/css; charset=utf-8", "/probe/probe.css");
    return router;
  }

  private static void toFolder(RoutingContext context) {
    String query = context.request().query();
    context
        .response()
        .setStatusCode(302)
        .putHeader(HttpHeaders.LOCATION, FOLDER + (query == null ? "" : "?" + query))
        .end();
  }

  private void pageOrReport(RoutingContext context) {
    if (RunRequestParser.isBegun(new Parameters(context::queryParam)) || wantsJson(context)) {
      report(context, false);
    } else {
      emptyPage(context);
    }
  }

  private void emptyPage(RoutingContext context) {
    ReportPage.headers(context.response())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(page.around(""));
  }

  private void report(RoutingContext context, boolean blocking) {
    admission.admit(
        context,
        parser::runRequest,
        request -> {
          Run run = probe.prepare(vertx, request);
          RunAdmission.onAbandoned(context, () -> run.cutShort(GONE));
          Future<Report> report =
              blocking
                  ? AwaitedRun.start(vertx, probe.threads(), run, settings.maxDuration())
                  : run.start();
          answer(context, report, Reports::json, ReportHtml::of);
        });
  }

  private void calls(RoutingContext context) {
    admission.admit(
        context,
        parser::calls,
        request -> {
          BlockingCalls calls = new BlockingCalls(vertx, request);
          RunAdmission.onAbandoned(context, calls::cancel);
          answer(context, calls.start(probe.threads()), Reports::json, ReportHtml::of);
        });
  }

  private void live(RoutingContext context) {
    admission.admit(
        context,
        parser::runRequest,
        request -> {
          Run run = probe.prepare(vertx, request);
          RunAdmission.onAbandoned(context, () -> run.cutShort(GONE));
          new LiveRun(vertx, context, request, run, probe.cancellations()).start();
        });
  }

  private void cancel(RoutingContext context) {
    String name;
    try {
      name = new Parameters(context::queryParam).text("run");
    } catch (ProblemException missing) {
      missing.problem().send(context.response());
      return;
    }
    if (probe.cancellations().cancel(name)) {
      context.response().setStatusCode(204).end();
    } else {
      Problem.of(404, "no such run is under way here").send(context.response());
    }
  }

  private <R> void answer(
      RoutingContext context,
      Future<R> report,
      Function<R, Buffer> json,
      Function<R, String> html) {
    boolean asJson = wantsJson(context);
    report
        // A thousand lines take longer to write than an event loop should be kept.
        .compose(
            done ->
                vertx.executeBlocking(
                    () -> asJson ? json.apply(done) : page.around(html.apply(done)), false))
        .onSuccess(body -> send(context, asJson, body))
        .onFailure(failure -> RunAdmission.refuse(context, failure));
  }

  private static void send(RoutingContext context, boolean asJson, Buffer body) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return;
    }
    if (asJson) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    } else {
      ReportPage.headers(response);
    }
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .end(body);
  }

  /** Whether the client would rather have JSON than a page; without a word it gets the page. */
  private static boolean wantsJson(RoutingContext context) {
    List<MIMEHeader> accepted = context.parsedHeaders().accept();
    double json = 0;
    double html = accepted.isEmpty() ? 1 : 0;
    for (MIMEHeader offer : accepted) {
      json = Math.max(json, weight(offer, JSON));
      html = Math.max(html, weight(offer, HTML));
    }
    return json > html;
  }

  private static double weight(MIMEHeader offer, String type) {
    String[] parts = type.split("/");
    boolean fits =
        (offer.component().equals("*") || offer.component().equalsIgnoreCase(parts[0]))
            && (offer.subComponent().equals("*")
                || offer.subComponent().equalsIgnoreCase(parts[1]));
    return fits ? offer.weight() : 0;
  }
}

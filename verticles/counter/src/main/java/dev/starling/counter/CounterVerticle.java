package dev.starling.counter;

import dev.starling.core.problem.ProblemException;
import dev.starling.core.roster.LiveRoster;
import dev.starling.core.service.ServiceContext;
import dev.starling.net.websocket.Origins;
import dev.starling.net.websocket.WebSocketConnection;
import dev.starling.net.websocket.WebSocketEndpoint;
import dev.starling.web.auth.BearerTokens;
import dev.starling.web.http.HttpEndpoint;
import dev.starling.web.http.Page;
import dev.starling.web.http.Problems;
import dev.starling.web.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Serves the count to browsers: as it changes over WebSocket, once over HTTP, and as a page. */
final class CounterVerticle extends VerticleBase {
  private static final String PATH = "/counter";

  /** Longest message of a client; each is ignored. */
  private static final int MAX_FRAME = 4_096;

  private final CounterSettings settings;
  private final ServiceContext service;
  private final LiveRoster roster;
  private CountBroadcast broadcast;
  private Optional<BearerTokens> tokens;

  CounterVerticle(CounterSettings settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
    this.roster = service.roster();
  }

  @Override
  public Future<?> start() {
    broadcast = new CountBroadcast(vertx);
    roster.watch(broadcast::show);
    tokens = BearerTokens.of(vertx, service, settings.auth().jwt());
    return new HttpEndpoint(vertx, service, settings.http(), settings, MAX_FRAME).listen(router());
  }

  /** Refuses a request without a valid token, where one is needed; else goes on. */
  private void admit(RoutingContext context) {
    if (tokens.isEmpty()) {
      context.next();
      return;
    }
    tokens
        .get()
        .checkAlsoQuery(context.request())
        .onSuccess(bearer -> context.next())
        .onFailure(failure -> ((ProblemException) failure).problem().send(context.response()));
  }

  private void count(HttpServerResponse response) {
    if (tokens.isPresent()) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("count", roster.total()).toBuffer());
  }

  private WebSocketEndpoint endpoint() {
    return new WebSocketEndpoint(
        vertx,
        Origins.of(settings.http().origins()),
        MAX_FRAME,
        MAX_FRAME,
        service.connections("websocket"),
        this::opened);
  }

  private void opened(WebSocketConnection connection) {
    connection.onClose(
        () -> {
          broadcast.remove(connection);
          roster.depart();
        });
    // By then the total includes it, and perhaps more; an older one would not be corrected.
    roster.arrive(counted -> broadcast.add(connection, roster.total()));
  }

  private Router router() {
    Router router = Problems.router(vertx);
    Routes.exactly(router, PATH).handler(this::admit).handler(Routes.upgrade(endpoint()));
    // Behind an edge that serves other things, too, the page is at a path of its own.
    for (String folder : List.of("/", PATH + "/")) {
      Page.serve(router, folder, "text/html; charset=utf-8", "/counter/index.html");
      Page.serve(
          router,
          folder + "starling-counter.js",
          "text/javascript; charset=utf-8",
          "/counter/starling-counter.js");
    }
    router.get("/count").handler(this::admit).handler(context -> count(context.response()));
    return router;
  }
}

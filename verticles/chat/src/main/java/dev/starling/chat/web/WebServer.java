package dev.starling.chat.web;

import dev.starling.chat.session.ConnectionContext;
import dev.starling.chat.settings.ChatSettings;
import dev.starling.core.service.ServiceContext;
import dev.starling.net.websocket.Origins;
import dev.starling.net.websocket.WebSocketEndpoint;
import dev.starling.web.http.HttpEndpoint;
import dev.starling.web.http.Page;
import dev.starling.web.http.Problems;
import dev.starling.web.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** Serves browsers on one event loop: WebSocket, the transcript over HTTP, the page. */
public final class WebServer {
  private static final String PATH = "/chat";
  private static final int MAX_FRAME = 65_536;

  private final ChatSettings settings;
  private final ServiceContext service;
  private final ConnectionContext context;
  private final HttpEndpoint http;
  private final Router router;

  /** Creates it on its event loop. */
  public WebServer(
      Vertx vertx,
      ChatSettings settings,
      ServiceContext service,
      ConnectionContext context,
      TranscriptRoutes transcript) {
    this.settings = settings;
    this.service = service;
    this.context = context;
    this.router = router(vertx, transcript);
    this.http = new HttpEndpoint(vertx, service, settings.http(), settings, MAX_FRAME);
  }

  /** Begins to accept. */
  public Future<?> listen() {
    return http.listen(router);
  }

  private WebSocketEndpoint endpoint(Vertx vertx) {
    return new WebSocketEndpoint(
        vertx,
        Origins.of(settings.http().origins()),
        MAX_FRAME,
        settings.outboxLimit().bytes(),
        service.connections("websocket"),
        connection -> new FrameTransport(connection, context).open());
  }

  private Router router(Vertx vertx, TranscriptRoutes transcript) {
    Router router = Problems.router(vertx);
    Routes.exactly(router, PATH).handler(Routes.upgrade(endpoint(vertx)));
    // Behind an edge that serves other things, too, the page is at a path of its own.
    for (String folder : new String[] {"/", PATH + "/"}) {
      Page.serve(router, folder, "text/html; charset=utf-8", "/chat/index.html");
      Page.serve(
          router,
          folder + "starling-chat.js",
          "text/javascript; charset=utf-8",
          "/chat/starling-chat.js");
      Page.serve(router, folder + "asyncapi.yaml", "application/yaml", "/chat/asyncapi.yaml");
    }
    transcript.install(router);
    return router;
  }
}

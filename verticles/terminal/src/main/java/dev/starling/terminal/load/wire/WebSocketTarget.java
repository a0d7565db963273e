package dev.starling.terminal.load.wire;

import dev.starling.terminal.load.plan.LoadPlan;
import dev.starling.terminal.load.plan.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;

/** Text messages over WebSockets (RFC 6455), without compression. */
final class WebSocketTarget implements TargetClient {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  // A client that nobody holds is collected, and closes its connections.
  private final WebSocketClient client;
  private final WebSocketConnectOptions endpoint;
  private final LoadPlan plan;
  private final String names = RunNames.name();

  WebSocketTarget(Vertx vertx, LoadPlan plan, SocketAddress address) {
    this.plan = plan;
    Target target = plan.target();
    client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setConnectTimeout((int) plan.timeout().toMillis())
                .setMaxConnections(UNLIMITED)
                .setMaxFrameSize(MAX_MESSAGE)
                .setMaxMessageSize(MAX_MESSAGE)
                .setTrustAll(plan.insecure())
                .setVerifyHost(!plan.insecure()));
    endpoint =
        new WebSocketConnectOptions()
            .setServer(address)
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(target.tls())
            .setURI(target.path())
            .setTimeout(plan.timeout().toMillis())
            .setRegisterWriteHandlers(false);
    plan.question()
        .headers()
        .forEach(header -> endpoint.addHeader(header.getKey(), header.getValue()));
  }

  @Override
  public Future<Line> connect(int caller, Events events) {
    return client
        .connect(endpoint)
        .recover(failure -> Future.<WebSocket>failedFuture(explained(failure)))
        .compose(socket -> converse(socket, ProtocolDriver.of(plan, caller, names), events));
  }

  private static Throwable explained(Throwable failure) {
    return failure instanceof UpgradeRejectedException rejected
        ? new RejectedException(
            new Failure(
                Failure.Kind.REJECTED,
                "the WebSocket handshake was answered with status " + rejected.getStatus()))
        : failure;
  }

  private static Future<Line> converse(WebSocket socket, ProtocolDriver driver, Events events) {
    Dialogue dialogue =
        new Dialogue(driver, events, text -> socket.writeTextMessage(text), () -> socket.close());
    socket.frameHandler(frame -> events.received(frame.binaryData().length()));
    socket.textMessageHandler(dialogue::heard);
    socket.exceptionHandler(failure -> dialogue.lost(Failure.of(failure)));
    socket.closeHandler(closed -> dialogue.lost(closed(socket)));
    return dialogue.begin();
  }

  private static Failure closed(WebSocket socket) {
    Short code = socket.closeStatusCode();
    return code == null
        ? Failure.closed()
        : new Failure(
            Failure.Kind.CLOSED, ("closed with " + code + " " + reason(socket)).stripTrailing());
  }

  private static String reason(WebSocket socket) {
    return socket.closeReason() == null ? "" : socket.closeReason();
  }
}

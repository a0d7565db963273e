package ${package};

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.RecordCodec;
import dev.starling.core.service.ServiceContext;
import dev.starling.net.websocket.Origins;
import dev.starling.net.websocket.WebSocketConnection;
import dev.starling.net.websocket.WebSocketEndpoint;
import dev.starling.web.http.HttpEndpoint;
import dev.starling.web.http.Problems;
import dev.starling.web.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.HashSet;
import java.util.Set;

/** Sends each message of a client to the clients of all instances. */
final class ${className}Verticle extends VerticleBase {
  private static final int MAX_MESSAGE = 4_096;

  private final ${className}Settings settings;
  private final ServiceContext service;
  private final Set<WebSocketConnection> clients = new HashSet<>();
  private Bus bus;

  ${className}Verticle(${className}Settings settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    bus = service.bus();
    bus.registerCodec(Message.class, RecordCodec.json(Message.ADDRESS, Message.class));
    HttpEndpoint http = new HttpEndpoint(vertx, service, settings.http(), settings, MAX_MESSAGE);
    WebSocketEndpoint endpoint =
        new WebSocketEndpoint(
            vertx,
            Origins.of(settings.http().origins()),
            MAX_MESSAGE,
            settings.outboxLimit().bytes(),
            service.connections("websocket"),
            this::opened);
    Router router = Problems.router(vertx);
    Routes.exactly(router, "/messages").handler(Routes.upgrade(endpoint));
    // Clients may connect once this instance gets the messages of the others.
    return bus.subscribe(Message.ADDRESS, this::deliver)
        .compose(subscribed -> http.listen(router));
  }

  private void opened(WebSocketConnection client) {
    clients.add(client);
    client.onClose(() -> clients.remove(client));
    client.onText(text -> bus.publish(Message.ADDRESS, new Message(text)));
  }

  private void deliver(Message message) {
    Buffer text = Buffer.buffer(message.text());
    // A copy: a client that does not read is closed, and leaves the set, while it is sent to.
    Set.copyOf(clients).forEach(client -> client.send(text));
  }
}

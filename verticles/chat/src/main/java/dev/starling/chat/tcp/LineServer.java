package dev.starling.chat.tcp;

import dev.starling.chat.ChatSettings;
import dev.starling.chat.Watch;
import dev.starling.chat.input.MessageRules;
import dev.starling.chat.input.RateLimit;
import dev.starling.chat.room.Audience;
import dev.starling.chat.room.Room;
import dev.starling.shared.http.HttpServers;
import dev.starling.shared.launch.ServiceContext;
import dev.starling.shared.management.ConnectionMetrics;
import dev.starling.shared.tcp.TcpConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;

/** Serves terminals on one event loop. */
public final class LineServer {
  private final Vertx vertx;
  private final ChatSettings settings;
  private final ServiceContext service;
  private final Room room;
  private final Audience audience;
  private final Watch watch;
  private final MessageRules rules;
  private final ConnectionMetrics metrics;
  private final NetServer server;

  /** Creates it on its event loop. */
  public LineServer(
      Vertx vertx,
      ChatSettings settings,
      ServiceContext service,
      Room room,
      Audience audience,
      Watch watch,
      MessageRules rules) {
    this.vertx = vertx;
    this.settings = settings;
    this.service = service;
    this.room = room;
    this.audience = audience;
    this.watch = watch;
    this.rules = rules;
    this.metrics = service.connections("tcp");
    this.server = vertx.createNetServer(HttpServers.tcp(settings.tls())).connectHandler(this::open);
  }

  /** Begins to accept. */
  public Future<?> listen() {
    return service.listen(server, settings.tcp().host(), settings.tcp().port());
  }

  /** Stops accepting and closes connections. */
  public Future<Void> shutdown() {
    return server.shutdown(settings.drain().timeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void open(NetSocket socket) {
    long outbox = settings.outboxLimit().bytes();
    new LineClient(new TcpConnection(vertx, socket, outbox, metrics), this).open();
  }

  Room room() {
    return room;
  }

  Audience audience() {
    return audience;
  }

  Watch watch() {
    return watch;
  }

  MessageRules rules() {
    return rules;
  }

  RateLimit rate() {
    return new RateLimit(settings.rate());
  }

  String idleText() {
    return "nothing was sent for " + Watch.inWords(settings.idleTimeout());
  }

  /** Has something done after what is being done. */
  void next(Runnable step) {
    vertx.getOrCreateContext().runOnContext(v -> step.run());
  }

  void arrived() {
    service.roster().arrive(total -> {});
  }

  void departed() {
    service.roster().depart();
  }
}

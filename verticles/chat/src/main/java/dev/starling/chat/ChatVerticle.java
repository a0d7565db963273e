package dev.starling.chat;

import dev.starling.chat.event.Event;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.RateLimits;
import dev.starling.chat.input.Username;
import dev.starling.chat.replication.EventLoop;
import dev.starling.chat.room.RoomHandle;
import dev.starling.chat.room.RoomVerticle;
import dev.starling.chat.session.ConnectionContext;
import dev.starling.chat.settings.ChatSettings;
import dev.starling.chat.tcp.LineServer;
import dev.starling.chat.tcp.Lines;
import dev.starling.chat.web.Frames;
import dev.starling.chat.web.TranscriptRoutes;
import dev.starling.chat.web.WebServer;
import dev.starling.core.roster.LiveRoster;
import dev.starling.core.service.ServiceContext;
import dev.starling.web.auth.BearerTokens;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;

/** Serves terminals and browsers on one event loop, from the room of this process. */
final class ChatVerticle extends VerticleBase {
  private final ChatSettings settings;
  private final ServiceContext service;

  ChatVerticle(ChatSettings settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    // Reads the tables of Unicode, which takes longer than an event loop may be held.
    return vertx.executeBlocking(() -> Username.parse("first")).compose(loaded -> serve());
  }

  private Future<?> serve() {
    Future<RoomVerticle> room = service.shared(RoomVerticle.class, this::room);
    Future<RateLimits> rates =
        service.shared(RateLimits.class, () -> new RateLimits(settings.rate(), System::nanoTime));
    return Future.all(room, rates).compose(made -> serve(room.result(), rates.result()));
  }

  private Future<?> serve(RoomVerticle room, RateLimits rates) {
    RoomHandle handle = room.handle();
    Optional<BearerTokens> tokens = BearerTokens.of(vertx, service, settings.auth().jwt());
    ConnectionContext context =
        new ConnectionContext(
            new EventLoop(this.context),
            settings,
            handle,
            rates,
            new Credentials(tokens.map(all -> all::check)),
            new Attendance(service.roster()));
    LineServer lines = new LineServer(vertx, settings, service, context);
    WebServer web =
        new WebServer(vertx, settings, service, context, new TranscriptRoutes(handle, tokens));
    return Future.all(lines.listen(), web.listen());
  }

  private RoomVerticle room() {
    RoomVerticle room =
        new RoomVerticle(
            service.node().membership().self(),
            Stores.of(settings, service.node()),
            service.node().bus(),
            ChatVerticle::encode,
            service.metrics());
    service.health().ready("chat-transcript", room::unavailable);
    return room;
  }

  private static EncodedEvent encode(Event event) {
    return new EncodedEvent(event.seq(), event.chain(), Lines.event(event), Frames.event(event));
  }

  /** Users in the roster of all instances. */
  private record Attendance(LiveRoster roster) implements ConnectionContext.Attendance {
    @Override
    public void arrived() {
      roster.arrive(total -> {});
    }

    @Override
    public void departed() {
      roster.depart();
    }
  }
}

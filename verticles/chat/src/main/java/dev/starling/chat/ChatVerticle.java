package dev.starling.chat;

import dev.starling.chat.input.RateLimits;
import dev.starling.chat.input.Username;
import dev.starling.chat.room.Encoder;
import dev.starling.chat.room.Published;
import dev.starling.chat.room.Room;
import dev.starling.chat.room.Rooms;
import dev.starling.chat.tcp.LineServer;
import dev.starling.chat.tcp.Lines;
import dev.starling.chat.web.Frames;
import dev.starling.chat.web.WebServer;
import dev.starling.shared.launch.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves terminals and browsers on one event loop, from the room of this process. */
final class ChatVerticle extends VerticleBase {
  private static final Encoder ENCODER =
      happening ->
          new Published(
              happening.event().seq(), Lines.event(happening.event()), Frames.event(happening));

  private final ChatSettings settings;
  private final ServiceContext service;
  private Door door;
  private LineServer lines;
  private WebServer web;

  ChatVerticle(ChatSettings settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    // Reads the tables of Unicode, which takes longer than an event loop may be held.
    return vertx.executeBlocking(() -> Username.parse("first")).compose(loaded -> serve());
  }

  @Override
  public Future<?> stop() {
    door.drain();
    return Future.join(lines.shutdown(), web.shutdown()).onComplete(closed -> door.drained());
  }

  private Future<?> serve() {
    Future<Room> room = service.shared(Room.class, () -> Rooms.create(settings, service, ENCODER));
    Future<RateLimits> rates =
        service.shared(RateLimits.class, () -> new RateLimits(settings.rate(), System::nanoTime));
    return Future.all(room, rates).compose(made -> serve(room.result(), rates.result()));
  }

  private Future<?> serve(Room room, RateLimits rates) {
    door = new Door(vertx, settings, service.roster(), room, rates);
    lines = new LineServer(vertx, settings, service, door);
    web = new WebServer(vertx, settings, service, door);
    return Future.all(lines.listen(), web.listen());
  }
}

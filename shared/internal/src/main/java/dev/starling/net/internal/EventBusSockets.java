package dev.starling.net.internal;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import java.lang.reflect.Field;

/**
 * The server and the client of a clustered event bus, whose certificates could not be renewed
 * otherwise: Vert.x keeps them in private fields.
 *
 * @param server accepts the other members' connections
 * @param client connects to the other members
 */
public record EventBusSockets(NetServer server, NetClient client) {
  /**
   * Finds those of a clustered Vert.x.
   *
   * @throws IllegalStateException says which of them this version of Vert.x does not have
   */
  public static EventBusSockets of(Vertx vertx) {
    Object bus = vertx.eventBus();
    return new EventBusSockets(
        part(bus, "server", NetServer.class), part(bus, "client", NetClient.class));
  }

  private static <T> T part(Object bus, String name, Class<T> type) {
    try {
      Field field = bus.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(bus));
    } catch (ReflectiveOperationException | ClassCastException failure) {
      throw new IllegalStateException(
          "the event bus of this Vert.x has no field " + name + " of type " + type.getSimpleName(),
          failure);
    }
  }
}

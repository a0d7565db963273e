package dev.starling.shop;

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.RecordCodec;
import io.vertx.core.Future;
import java.util.List;

/** Questions of other services to one that keeps products for users: favorites, cart. */
public final class UserProducts {
  private UserProducts() {}

  /** Asks what a user has. */
  public record Ask(long userId) {}

  /** The user's products, by id; none for an unknown user. */
  public record Answer(List<Integer> productIds) {}

  /**
   * Where a service is asked.
   *
   * @param service its name
   */
  public static String address(String service) {
    return "starling." + service + ".products";
  }

  /** Has these messages carried; harmless when they are already. */
  public static void join(Bus bus) {
    bus.registerCodec(Ask.class, RecordCodec.json("starling.user-products.ask", Ask.class));
    bus.registerCodec(
        Answer.class, RecordCodec.json("starling.user-products.answer", Answer.class));
  }

  /** Asks; fails with a {@link io.vertx.core.eventbus.ReplyException}. */
  public static Future<Answer> ask(Bus bus, String service, Ask question, long timeoutMillis) {
    return bus.request(address(service), question, timeoutMillis);
  }
}

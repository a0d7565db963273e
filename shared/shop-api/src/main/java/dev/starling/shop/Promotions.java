package dev.starling.shop;

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.RecordCodec;
import io.vertx.core.Future;
import java.util.List;

/** Questions of other services about promotions. */
public final class Promotions {
  /** Where they are asked for. */
  public static final String ADDRESS = "starling.promotions.running";

  private Promotions() {}

  /** Asks which run now. */
  public record Ask() {}

  /** Those that run now, the one that ends first before the others. */
  public record Answer(List<Promotion> promotions) {}

  /**
   * A price that is lower for a while.
   *
   * @param discountPercent 1 to 99
   * @param startsAt the first instant at which it runs, as RFC 3339 writes it
   * @param endsAt the first instant at which it does not run any more
   */
  public record Promotion(
      int id, String title, int productId, int discountPercent, String startsAt, String endsAt) {}

  /** Has these messages carried; harmless when they are already. */
  public static void join(Bus bus) {
    bus.registerCodec(Ask.class, RecordCodec.json("starling.promotions.ask", Ask.class));
    bus.registerCodec(Answer.class, RecordCodec.json("starling.promotions.answer", Answer.class));
  }

  /** Asks; fails with a {@link io.vertx.core.eventbus.ReplyException}. */
  public static Future<Answer> ask(Bus bus, Ask question, long timeoutMillis) {
    return bus.request(ADDRESS, question, timeoutMillis);
  }
}

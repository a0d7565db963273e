package dev.starling.shop;

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.RecordCodec;
import io.vertx.core.Future;
import java.util.List;

/** Questions of other services about recommendations. */
public final class Recommendations {
  /** Where they are asked for. */
  public static final String ADDRESS = "starling.recommendations.user";

  private Recommendations() {}

  /** Asks what to recommend to a user. */
  public record Ask(long userId) {}

  /** The best first. */
  public record Answer(List<Recommendation> recommendations) {}

  /**
   * A product that the user has not bought.
   *
   * @param buyers how many of those who bought something that the user bought have bought it
   */
  public record Recommendation(int productId, int buyers) {}

  /** Has these messages carried; harmless when they are already. */
  public static void join(Bus bus) {
    bus.registerCodec(Ask.class, RecordCodec.json("starling.recommendations.ask", Ask.class));
    bus.registerCodec(
        Answer.class, RecordCodec.json("starling.recommendations.answer", Answer.class));
  }

  /** Asks; fails with a {@link io.vertx.core.eventbus.ReplyException}. */
  public static Future<Answer> ask(Bus bus, Ask question, long timeoutMillis) {
    return bus.request(ADDRESS, question, timeoutMillis);
  }
}

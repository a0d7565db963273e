package dev.starling.shop;

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.RecordCodec;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Questions of other services to the inventory. */
public final class Inventory {
  /** Where it is asked. */
  public static final String ADDRESS = "starling.inventory.levels";

  /** Bytes of a number on its way between processes. */
  private static final int NUMBER = Integer.BYTES;

  static final RecordCodec<Ask> ASK =
      new RecordCodec<>("starling.inventory.ask", Inventory::writeAsk, Inventory::readAsk);

  static final RecordCodec<Answer> ANSWER =
      new RecordCodec<>("starling.inventory.answer", Inventory::writeAnswer, Inventory::readAnswer);

  private Inventory() {}

  /** Asks how many there are of products, {@link Catalogue#MOST} of them at most. */
  public record Ask(List<Integer> productIds) {}

  /** The products that are known; others are left out. */
  public record Answer(List<Level> levels) {}

  /** So many there are of a product. */
  public record Level(int productId, int inventory) {}

  /** The ids, one after the other. */
  private static void writeAsk(Ask question, Buffer out) {
    question.productIds().forEach(out::appendInt);
  }

  private static Ask readAsk(Buffer in) {
    List<Integer> ids = new ArrayList<>(in.length() / NUMBER);
    for (int at = 0; at < in.length(); at += NUMBER) {
      ids.add(in.getInt(at));
    }
    return new Ask(ids);
  }

  /** The levels, one after the other: product, inventory. */
  private static void writeAnswer(Answer answer, Buffer out) {
    for (Level level : answer.levels()) {
      out.appendInt(level.productId()).appendInt(level.inventory());
    }
  }

  private static Answer readAnswer(Buffer in) {
    List<Level> levels = new ArrayList<>(in.length() / (2 * NUMBER));
    for (int at = 0; at < in.length(); at += 2 * NUMBER) {
      levels.add(new Level(in.getInt(at), in.getInt(at + NUMBER)));
    }
    return new Answer(levels);
  }

  /** Has these messages carried; harmless when they are already. */
  public static void join(Bus bus) {
    bus.registerCodec(Ask.class, ASK);
    bus.registerCodec(Answer.class, ANSWER);
  }

  /** Asks; fails with a {@link io.vertx.core.eventbus.ReplyException}. */
  public static Future<Answer> ask(Bus bus, Ask question, long timeoutMillis) {
    return bus.request(ADDRESS, question, timeoutMillis);
  }
}

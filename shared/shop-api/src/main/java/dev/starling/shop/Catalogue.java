package dev.starling.shop;

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.RecordCodec;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Questions of other services to the catalogue of products. */
public final class Catalogue {
  /** Where it is asked. */
  public static final String ADDRESS = "starling.rest.products";

  /** Products that one answer holds at most. */
  public static final int MOST = 1_000;

  static final RecordCodec<Answer> ANSWER =
      new RecordCodec<>("starling.catalogue.answer", Catalogue::write, Catalogue::read);

  private Catalogue() {}

  /**
   * Asks for products.
   *
   * @param ids of those wanted, at most {@link #MOST}; empty for the first ones by id
   * @param limit how many of the first ones, at most {@link #MOST}
   */
  public record Ask(List<Integer> ids, int limit) {}

  /** Products by id; those that do not exist are left out. */
  public record Answer(List<Product> products) {}

  /** A product. */
  public record Product(int id, String name, int brandId) {}

  /**
   * How many there are, then each: id, brand, length of the name, the name in UTF-8. JSON would
   * cost the storefront more than all else that it does for a page.
   */
  private static void write(Answer answer, Buffer out) {
    out.appendInt(answer.products().size());
    for (Product product : answer.products()) {
      byte[] name = product.name().getBytes(StandardCharsets.UTF_8);
      out.appendInt(product.id())
          .appendInt(product.brandId())
          .appendInt(name.length)
          .appendBytes(name);
    }
  }

  private static Answer read(Buffer in) {
    int count = in.getInt(0);
    if (count > MOST) {
      throw new IllegalArgumentException("an answer of " + count + " products");
    }
    List<Product> products = new ArrayList<>(count);
    int at = 4;
    for (int product = 0; product < count; product++) {
      int name = at + 12;
      int end = name + in.getInt(at + 8);
      products.add(new Product(in.getInt(at), in.getString(name, end, "UTF-8"), in.getInt(at + 4)));
      at = end;
    }
    return new Answer(products);
  }

  /** Has these messages carried; harmless when they are already. */
  public static void join(Bus bus) {
    bus.registerCodec(Ask.class, RecordCodec.json("starling.catalogue.ask", Ask.class));
    bus.registerCodec(Answer.class, ANSWER);
  }

  /** Asks; fails with a {@link io.vertx.core.eventbus.ReplyException}. */
  public static Future<Answer> ask(Bus bus, Ask question, long timeoutMillis) {
    return bus.request(ADDRESS, question, timeoutMillis);
  }
}

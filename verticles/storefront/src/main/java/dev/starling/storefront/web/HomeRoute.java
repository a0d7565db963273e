package dev.starling.storefront.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.starling.openapi.RequestContext;
import dev.starling.shop.Promotions;
import dev.starling.shop.Recommendations;
import dev.starling.storefront.downstream.Deadline;
import dev.starling.storefront.downstream.Shop;
import dev.starling.web.json.JsonOutput;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Start page of a user; each part is null when it is late or broken. */
public final class HomeRoute {
  private static final Duration TIME = Duration.ofSeconds(1);

  private final Shop shop;

  public HomeRoute(Shop shop) {
    this.shop = shop;
  }

  /** Answers, within a second. */
  public Future<Void> answer(RequestContext context) {
    Deadline deadline = Deadline.in(TIME);
    Future<Optional<List<Promotions.Promotion>>> promotions =
        JsonParts.optional(shop.promotions(deadline));
    Future<Optional<List<Recommendations.Recommendation>>> recommendations =
        JsonParts.optional(shop.recommendations(context.number("user_id"), deadline));
    return Future.all(promotions, recommendations)
        .compose(
            there -> JsonParts.send(context, json(promotions.result(), recommendations.result())));
  }

  private static Buffer json(
      Optional<List<Promotions.Promotion>> promotions,
      Optional<List<Recommendations.Recommendation>> recommendations) {
    return JsonOutput.of(
        out -> {
          out.writeStartObject();
          list(out, "promotions", promotions, HomeRoute::promotion);
          list(out, "recommendations", recommendations, HomeRoute::recommendation);
          out.writeEndObject();
        });
  }

  @FunctionalInterface
  private interface Writer<T> {
    void write(JsonGenerator out, T entry) throws IOException;
  }

  private static <T> void list(
      JsonGenerator out, String name, Optional<List<T>> list, Writer<T> writer) throws IOException {
    if (list.isEmpty()) {
      out.writeNullField(name);
      return;
    }
    out.writeArrayFieldStart(name);
    for (T entry : list.get()) {
      writer.write(out, entry);
    }
    out.writeEndArray();
  }

  private static void promotion(JsonGenerator out, Promotions.Promotion promotion)
      throws IOException {
    out.writeStartObject();
    out.writeNumberField("promotion_id", promotion.id());
    out.writeStringField("title", promotion.title());
    out.writeNumberField("product_id", promotion.productId());
    out.writeNumberField("discount_percent", promotion.discountPercent());
    out.writeStringField("starts_at", promotion.startsAt());
    out.writeStringField("ends_at", promotion.endsAt());
    out.writeEndObject();
  }

  private static void recommendation(
      JsonGenerator out, Recommendations.Recommendation recommendation) throws IOException {
    out.writeStartObject();
    out.writeNumberField("product_id", recommendation.productId());
    out.writeNumberField("buyers", recommendation.buyers());
    out.writeEndObject();
  }
}

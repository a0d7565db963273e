package dev.starling.promotions;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.openapi.RequestContext;
import dev.starling.shop.Promotions;
import dev.starling.shop.service.ListHandlers;
import dev.starling.shop.service.ServiceEndpoint;
import dev.starling.shop.service.ShopVerticle;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Prices that are lower for a while. */
public final class PromotionsService {
  /** The service as the launcher runs it. */
  public static final ServiceDefinition<PromotionsSettings> DEFINITION =
      ShopVerticle.definition(
          "promotions",
          PromotionsSettings.class,
          PromotionsSample.ROWS,
          (endpoint, settings) -> open(endpoint));

  private PromotionsService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }

  private static void open(ServiceEndpoint endpoint) {
    PromotionsTable table = new PromotionsTable(endpoint.database());
    endpoint
        .on("listPromotions", context -> list(table, context))
        .serve(
            Promotions::join,
            Promotions.ADDRESS,
            (Promotions.Ask question) -> table.running().map(Promotions.Answer::new));
  }

  private static Future<?> list(PromotionsTable table, RequestContext context) {
    return table.running().map(PromotionsService::json).compose(context::json);
  }

  private static Buffer json(List<Promotions.Promotion> promotions) {
    return ListHandlers.json(
        promotions,
        (out, promotion) -> {
          out.writeNumberField("promotion_id", promotion.id());
          out.writeStringField("title", promotion.title());
          out.writeNumberField("product_id", promotion.productId());
          out.writeNumberField("discount_percent", promotion.discountPercent());
          out.writeStringField("starts_at", promotion.startsAt());
          out.writeStringField("ends_at", promotion.endsAt());
        });
  }
}

package dev.starling.recommendations;

import dev.starling.core.launch.Launcher;
import dev.starling.core.problem.ProblemException;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.openapi.Call;
import dev.starling.shop.Recommendations;
import dev.starling.shop.service.Desk;
import dev.starling.shop.service.Lists;
import dev.starling.shop.service.ShopVerticle;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Products for users, from what others bought. */
public final class RecommendationsService {
  /** The service as the launcher runs it. */
  public static final ServiceDefinition<RecommendationsSettings> DEFINITION =
      ShopVerticle.definition(
          "recommendations",
          RecommendationsSettings.class,
          PurchasesSample.ROWS,
          (desk, settings) -> open(desk));

  private RecommendationsService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }

  private static void open(Desk desk) {
    Purchases purchases = new Purchases(desk.database());
    desk.on("listRecommendations", call -> list(purchases, call))
        .serve(
            Recommendations::join,
            Recommendations.ADDRESS,
            (Recommendations.Ask question) ->
                purchases.suggest(checked(question.userId())).map(Recommendations.Answer::new));
  }

  private static Future<?> list(Purchases purchases, Call call) {
    return purchases
        .suggest(call.number("user_id"))
        .map(RecommendationsService::json)
        .compose(call::json);
  }

  private static long checked(long user) {
    if (user < 1) {
      throw new ProblemException(400, "there is no user " + user + "; valid is 1 and more");
    }
    return user;
  }

  private static Buffer json(List<Recommendations.Recommendation> recommendations) {
    return Lists.json(
        recommendations,
        (out, recommendation) -> {
          out.writeNumberField("product_id", recommendation.productId());
          out.writeNumberField("buyers", recommendation.buyers());
        });
  }
}

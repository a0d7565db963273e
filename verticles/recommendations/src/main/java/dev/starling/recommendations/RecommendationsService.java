package dev.starling.recommendations;

import dev.starling.core.launch.Launcher;
import dev.starling.core.problem.ProblemException;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.openapi.RequestContext;
import dev.starling.shop.Recommendations;
import dev.starling.shop.service.ListHandlers;
import dev.starling.shop.service.ServiceEndpoint;
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
          (endpoint, settings) -> open(endpoint));

  private RecommendationsService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }

  private static void open(ServiceEndpoint endpoint) {
    Purchases purchases = new Purchases(endpoint.database());
    endpoint
        .on("listRecommendations", context -> list(purchases, context))
        .serve(
            Recommendations::join,
            Recommendations.ADDRESS,
            (Recommendations.Ask question) ->
                purchases.suggest(checked(question.userId())).map(Recommendations.Answer::new));
  }

  private static Future<?> list(Purchases purchases, RequestContext context) {
    return purchases
        .suggest(context.number("user_id"))
        .map(RecommendationsService::json)
        .compose(context::json);
  }

  private static long checked(long user) {
    if (user < 1) {
      throw new ProblemException(400, "there is no user " + user + "; valid is 1 and more");
    }
    return user;
  }

  private static Buffer json(List<Recommendations.Recommendation> recommendations) {
    return ListHandlers.json(
        recommendations,
        (out, recommendation) -> {
          out.writeNumberField("product_id", recommendation.productId());
          out.writeNumberField("buyers", recommendation.buyers());
        });
  }
}

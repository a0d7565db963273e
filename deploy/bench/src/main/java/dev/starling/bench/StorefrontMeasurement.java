package dev.starling.bench;

import dev.starling.bench.load.Wrk;
import dev.starling.bench.report.Comparison;
import dev.starling.bench.report.Finding;
import dev.starling.bench.server.Rival;
import dev.starling.bench.server.ShopServers;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The storefront beside a backend for frontend in Python, with the same services behind both. */
final class StorefrontMeasurement implements Measurement {
  /** So few that the slower of the two answers within the second that it has. */
  static final int CONNECTIONS = 20;

  static final Wrk.Request PRODUCTS = Wrk.Request.get("/products/all?user_id=1");
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final int WARM_UP_ROUNDS = 2;
  private static final String PEER = "aiohttp";

  private final Setup setup;
  private final Comparison comparison =
      new Comparison(
          Comparison.Subject.of(
              "storefront",
              "Storefront: GET /products/all?user_id=1, 100 products, %d clients"
                  .formatted(CONNECTIONS)),
          Requests.METRICS,
          Map.of(PEER, "3"));

  StorefrontMeasurement(Setup setup) {
    this.setup = setup;
  }

  @Override
  public List<? extends Finding> run() throws IOException, InterruptedException {
    Wrk warmUp = new Wrk(CONNECTIONS, setup.warmUp(WARM_UP));
    Wrk wrk = new Wrk(CONNECTIONS, setup.duration());
    try (ShopServers shop = ShopServers.start(setup);
        Contenders contenders = new Contenders(List.of(comparison))) {
      contenders.join(Rival.STARLING, shop.storefront());
      Optional<String> lacks = shop.missingPython();
      if (lacks.isPresent()) {
        contenders.leaveOut(PEER, lacks.get());
      } else {
        contenders.join(PEER, shop.startPython());
      }
      contenders.each(WARM_UP_ROUNDS, contender -> warmUp.run(contender.server().port(), PRODUCTS));
      // Services that were still slow may have been left alone.
      contenders.each(contender -> WholeAnswers.await(contender.server().port(), PRODUCTS.path()));
      contenders.each(setup.rounds(), contender -> measure(wrk, contender));
    }
    return List.of(comparison);
  }

  private void measure(Wrk wrk, Contenders.Contender contender)
      throws IOException, InterruptedException {
    WholeAnswers whole = WholeAnswers.watch(contender.server().port(), PRODUCTS.path());
    double[] values = Requests.measure(wrk, contender, PRODUCTS);
    whole.require(contender.title());
    comparison.add(contender.title(), values);
  }
}

package dev.starling.bench;

import dev.starling.bench.load.Wrk;
import dev.starling.bench.load.WrkResult;
import dev.starling.bench.report.Contest;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.ShopServers;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
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
  private static final String STARLING = "Starling";
  private static final String PEER = "aiohttp";

  private final Setup setup;
  private final Contest contest =
      new Contest(
          "Storefront: GET /products/all?user_id=1, 100 products, %d clients"
              .formatted(CONNECTIONS),
          Map.of(PEER, "3"));

  StorefrontMeasurement(Setup setup) {
    this.setup = setup;
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    try (ShopServers shop = ShopServers.start(setup)) {
      Map<String, ServerProcess> servers = new LinkedHashMap<>();
      servers.put(STARLING, shop.storefront());
      Optional<String> lacks = shop.missingPython();
      if (lacks.isPresent()) {
        Progress.say("%s is left out: %s", PEER, lacks.get());
      } else {
        servers.put(PEER, shop.startPython());
      }
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        for (ServerProcess server : servers.values()) {
          new Wrk(CONNECTIONS, WARM_UP).run(server.port(), PRODUCTS);
        }
      }
      // Services that were still slow may have been left alone.
      for (ServerProcess server : servers.values()) {
        WholeAnswers.await(server.port(), PRODUCTS.path());
      }
      for (int round = 0; round < setup.rounds(); round++) {
        for (Map.Entry<String, ServerProcess> server : servers.entrySet()) {
          measure(server.getKey(), server.getValue());
        }
      }
    }
    return List.of(contest.table());
  }

  private void measure(String title, ServerProcess server)
      throws IOException, InterruptedException {
    Duration before = server.cpu();
    WholeAnswers whole = WholeAnswers.watch(server.port(), PRODUCTS.path());
    WrkResult run = new Wrk(CONNECTIONS, setup.duration()).run(server.port(), PRODUCTS);
    whole.require(title);
    if (run.failed() > 0) {
      throw new IOException(title + " failed to answer " + run.failed() + " of " + run.requests());
    }
    Progress.say("%s: %.0f/s, p99 %.1f ms", title, run.perSecond(), run.p99Millis());
    contest.add(title, run, server.cpu().minus(before).toMillis());
  }
}

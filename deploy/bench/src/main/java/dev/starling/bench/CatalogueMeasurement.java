package dev.starling.bench;

import dev.starling.bench.load.Client;
import dev.starling.bench.load.Wrk;
import dev.starling.bench.report.Comparison;
import dev.starling.bench.report.Finding;
import dev.starling.bench.server.CatalogueServers;
import dev.starling.bench.server.PostgresServer;
import dev.starling.bench.server.Rival;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The catalogue's hot requests, beside bare Vert.x and beside servers in Python. */
final class CatalogueMeasurement implements Measurement {
  private static final int CONNECTIONS = 200;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final String DATABASE = "catalogue";
  private static final Map<String, String> TARGETS = Map.of(Rival.BARE, "0.85", "Starlette", "5");
  private static final int SAMPLE_PRODUCTS = 1_000;

  private final Setup setup;
  private final CatalogueServers servers;
  private final List<Race> races =
      List.of(
          new Race("Catalogue: GET /brands, 100 of them", Wrk.Request.get("/brands")),
          new Race("Catalogue: GET /products/{id}", new Wrk.Request("/", "each-product.lua")),
          new Race("Catalogue: POST /products", new Wrk.Request("/products", "new-product.lua")));

  private record Race(Wrk.Request request, Comparison comparison) {
    Race(String title, Wrk.Request request) {
      this(
          request, new Comparison(Comparison.Subject.of("rest", title), Requests.METRICS, TARGETS));
    }
  }

  CatalogueMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new CatalogueServers(setup);
  }

  @Override
  public List<? extends Finding> run() throws IOException, InterruptedException {
    List<Comparison> comparisons = races.stream().map(Race::comparison).toList();
    try (PostgresServer database = PostgresServer.start(setup.durable())) {
      database.create(DATABASE);
      servers.fill(database.uri(DATABASE));
      try (Contenders contenders = Contenders.start(rivals(database.uri(DATABASE)), comparisons)) {
        compare(database, contenders);
      }
    }
    return comparisons;
  }

  private List<Rival> rivals(String database) throws IOException, InterruptedException {
    List<Rival> rivals = new ArrayList<>();
    rivals.add(Rival.of(Rival.STARLING, servers.starling(database)));
    rivals.add(Rival.of(Rival.BARE, servers.bare(database)));
    if (!setup.control()) {
      rivals.addAll(servers.python(database));
    }
    return rivals;
  }

  private void compare(PostgresServer database, Contenders contenders)
      throws IOException, InterruptedException {
    requireSameAnswers(contenders);
    Wrk wrk = new Wrk(CONNECTIONS, setup.duration());
    Wrk warmUp = new Wrk(CONNECTIONS, setup.warmUp(WARM_UP));
    for (Race race : races) {
      // A cold server may not answer all in time.
      contenders.each(contender -> warmUp.run(contender.server().port(), race.request));
    }
    tidy(database);
    for (int round = 0; round < setup.rounds(); round++) {
      for (Race race : races) {
        contenders.each(
            contender ->
                race.comparison.add(
                    contender.title(), Requests.measure(wrk, contender, race.request)));
        tidy(database);
      }
    }
  }

  /** Servers that do less than the others are not worth comparing. */
  private static void requireSameAnswers(Contenders contenders)
      throws IOException, InterruptedException {
    for (String path : List.of("/brands", "/products/1", "/products/" + SAMPLE_PRODUCTS)) {
      List<Object> expected = new ArrayList<>();
      contenders.each(
          contender -> {
            Object answer = Client.json(contender.server().port(), path);
            if (!expected.isEmpty() && !answer.equals(expected.get(0))) {
              throw new IOException("it answers " + path + " with other data");
            }
            expected.add(answer);
          });
    }
  }

  /** Every round of new products finds as many as the first. */
  private static void tidy(PostgresServer database) throws IOException {
    database.execute(
        DATABASE,
        "delete from product where product_id > " + SAMPLE_PRODUCTS,
        "vacuum analyze product",
        "checkpoint");
  }
}

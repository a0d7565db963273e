package dev.starling.bench;

import dev.starling.bench.load.Client;
import dev.starling.bench.load.Wrk;
import dev.starling.bench.load.WrkResult;
import dev.starling.bench.report.Contest;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.CatalogueServers;
import dev.starling.bench.server.Launch;
import dev.starling.bench.server.PostgresServer;
import dev.starling.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue's hot requests, beside bare Vert.x and beside servers in Python. */
final class CatalogueMeasurement implements Measurement {
  private static final int CONNECTIONS = 200;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final String DATABASE = "catalogue";
  private static final String STARLING = "Starling";
  private static final String BARE = "bare Vert.x";
  private static final Map<String, String> TARGETS = Map.of(BARE, "0.85", "Starlette", "5");
  private static final int SAMPLE_PRODUCTS = 1_000;

  private final Setup setup;
  private final CatalogueServers servers;
  private final List<Race> races =
      List.of(
          new Race("Catalogue: GET /brands, 100 of them", Wrk.Request.get("/brands")),
          new Race("Catalogue: GET /products/{id}", new Wrk.Request("/", "each-product.lua")),
          new Race("Catalogue: POST /products", new Wrk.Request("/products", "new-product.lua")));

  private record Race(Wrk.Request request, Contest contest) {
    Race(String title, Wrk.Request request) {
      this(request, new Contest(title, TARGETS));
    }
  }

  CatalogueMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new CatalogueServers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    try (PostgresServer database = PostgresServer.start(setup.durable())) {
      database.create(DATABASE);
      servers.fill(database.uri(DATABASE));
      Map<String, ServerProcess> started = new LinkedHashMap<>();
      try {
        for (Map.Entry<String, Launch> launch : launches(database.uri(DATABASE)).entrySet()) {
          started.put(launch.getKey(), ServerProcess.start(launch.getValue()));
        }
        compare(database, started);
      } finally {
        started.values().forEach(ServerProcess::close);
      }
    }
    return races.stream().map(race -> race.contest.table()).toList();
  }

  private Map<String, Launch> launches(String database) throws IOException, InterruptedException {
    Map<String, Launch> launches = new LinkedHashMap<>();
    launches.put(STARLING, servers.starling(database));
    launches.put(BARE, servers.bare(database));
    if (!setup.control()) {
      servers
          .python(database, lacking -> Progress.say("%s", lacking))
          .forEach(launch -> launches.put(launch.name(), launch));
    }
    return launches;
  }

  private void compare(PostgresServer database, Map<String, ServerProcess> started)
      throws IOException, InterruptedException {
    requireSameAnswers(started);
    for (Race race : races) {
      for (ServerProcess server : started.values()) {
        new Wrk(CONNECTIONS, WARM_UP).run(server.port(), race.request);
      }
    }
    tidy(database);
    for (int round = 0; round < setup.rounds(); round++) {
      for (Race race : races) {
        for (Map.Entry<String, ServerProcess> server : started.entrySet()) {
          measure(race, server.getKey(), server.getValue());
        }
        tidy(database);
      }
    }
  }

  private void measure(Race race, String title, ServerProcess server)
      throws IOException, InterruptedException {
    Duration before = server.cpu();
    WrkResult run = new Wrk(CONNECTIONS, setup.duration()).run(server.port(), race.request);
    double cpuMillis = server.cpu().minus(before).toMillis();
    Progress.say("%s: %.0f/s, p99 %.1f ms", title, run.perSecond(), run.p99Millis());
    if (run.failed() > 0) {
      throw new IOException(title + " failed to answer " + run.failed() + " of " + run.requests());
    }
    race.contest.add(title, run, cpuMillis);
  }

  /** Servers that do less than the others are not worth comparing. */
  private static void requireSameAnswers(Map<String, ServerProcess> started)
      throws IOException, InterruptedException {
    for (String path : List.of("/brands", "/products/1", "/products/" + SAMPLE_PRODUCTS)) {
      Object expected = null;
      for (ServerProcess server : started.values()) {
        Object answer = Client.json(server.port(), path);
        if (expected != null && !answer.equals(expected)) {
          throw new IOException(server.name() + " answers " + path + " with other data");
        }
        expected = answer;
      }
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

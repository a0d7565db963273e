package dev.starling.bench;

import dev.starling.bench.load.Wrk;
import dev.starling.bench.load.WrkResult;
import dev.starling.bench.report.Comparison;
import dev.starling.bench.report.Finding;
import dev.starling.bench.report.Metric;
import dev.starling.bench.report.ProcessorTime;
import dev.starling.bench.server.CatalogueServers;
import dev.starling.bench.server.PostgresServer;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What more instances of the catalogue over the same database add, with the same clients. */
final class CatalogueScalingMeasurement implements Measurement {
  private static final int CONNECTIONS = 200;
  private static final int WARM_UP_ROUNDS = 2;
  private static final String DATABASE = "catalogue";
  private static final List<Metric> METRICS =
      List.of(
          Metric.higher("requests/s", "%.0f"),
          Metric.lower("cores busy with them", "%.2f"),
          Metric.lower("cores busy in all", "%.2f"));

  private final Setup setup;
  private final CatalogueServers servers;
  private final List<Race> races;

  private record Race(Wrk.Request request, Comparison comparison) {
    Race(String title, Wrk.Request request) {
      this(
          request,
          new Comparison(
              Instances.subject("rest", "Catalogue: " + title + ", instances over one database"),
              METRICS,
              Map.of()));
    }
  }

  CatalogueScalingMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new CatalogueServers(setup);
    Race brands = new Race("GET /brands", Wrk.Request.get("/brands"));
    Race product = new Race("GET /products/{id}", new Wrk.Request("/", "each-product.lua"));
    this.races = setup.quick() ? List.of(product) : List.of(brands, product);
  }

  @Override
  public List<? extends Finding> run() throws IOException, InterruptedException {
    Deque<ServerProcess> instances = new ArrayDeque<>();
    try (PostgresServer database = PostgresServer.start(setup.durable())) {
      database.create(DATABASE);
      String uri = database.uri(DATABASE);
      servers.fill(uri);
      while (instances.size() < Instances.MOST) {
        instances.add(ServerProcess.start(servers.rest(uri, setup.jvmFlags(), false)));
      }
      List<ServerProcess> all = List.copyOf(instances);
      for (Race race : races) {
        for (int round = 0; round < setup.warmUpRounds(WARM_UP_ROUNDS); round++) {
          load(race.request, all);
        }
      }
      for (int round = 0; round < setup.rounds(); round++) {
        for (Race race : races) {
          for (int count = 1; count <= Instances.MOST; count++) {
            race.comparison.add(Instances.name(count), load(race.request, all.subList(0, count)));
          }
        }
      }
    } finally {
      instances.forEach(ServerProcess::close);
    }
    return races.stream().map(Race::comparison).toList();
  }

  /** Loads all at once, with as many clients in all as one would have. */
  private double[] load(Wrk.Request request, List<ServerProcess> instances)
      throws IOException, InterruptedException {
    Wrk wrk = new Wrk(CONNECTIONS / instances.size(), setup.duration());
    ProcessorTime before = ProcessorTime.now();
    double cpuBefore = cpuSeconds(instances);
    List<Wrk.Running> running = new ArrayList<>();
    for (ServerProcess instance : instances) {
      running.add(wrk.start(instance.port(), request));
    }
    double perSecond = 0;
    for (Wrk.Running run : running) {
      WrkResult result = run.await();
      if (result.failed() > 0) {
        throw new IOException("rest failed to answer " + result.failed());
      }
      perSecond += result.perSecond();
    }
    Progress.say("%s: %.0f/s", Instances.name(instances.size()), perSecond);
    double cpu = cpuSeconds(instances) - cpuBefore;
    return new double[] {
      perSecond,
      cpu / (setup.duration().toMillis() / 1e3),
      ProcessorTime.now().busyCoresSince(before)
    };
  }

  private static double cpuSeconds(List<ServerProcess> instances) {
    return instances.stream().mapToDouble(instance -> instance.cpu().toMillis() / 1e3).sum();
  }
}

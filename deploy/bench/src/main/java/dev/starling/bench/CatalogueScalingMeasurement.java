package dev.starling.bench;

import dev.starling.bench.load.Wrk;
import dev.starling.bench.load.WrkResult;
import dev.starling.bench.report.ProcessorTime;
import dev.starling.bench.report.Sample;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.CatalogueServers;
import dev.starling.bench.server.PostgresServer;
import dev.starling.bench.server.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a second instance of the catalogue over the same database adds, with the same clients. */
final class CatalogueScalingMeasurement implements Measurement {
  private static final int CONNECTIONS = 200;
  private static final String DATABASE = "catalogue";
  private static final Wrk.Request BRANDS = Wrk.Request.get("/brands");
  private static final Wrk.Request PRODUCT = new Wrk.Request("/", "each-product.lua");

  private final Setup setup;
  private final CatalogueServers servers;

  private static final class Figures {
    private final Sample perSecond = new Sample();
    private final Sample serverCpu = new Sample();
    private final Sample busy = new Sample();
  }

  CatalogueScalingMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new CatalogueServers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    try (PostgresServer database = PostgresServer.start(setup.durable())) {
      database.create(DATABASE);
      String uri = database.uri(DATABASE);
      servers.fill(uri);
      try (ServerProcess first = ServerProcess.start(servers.rest(uri, setup.jvmFlags(), false));
          ServerProcess second = ServerProcess.start(servers.rest(uri, setup.jvmFlags(), false))) {
        List<List<String>> rows = new ArrayList<>();
        rows.addAll(compare("GET /brands", BRANDS, first, second));
        rows.addAll(compare("GET /products/{id}", PRODUCT, first, second));
        return List.of(
            new Table(
                "Catalogue: a second instance over one database",
                List.of(
                    "request",
                    "instances",
                    "requests/s",
                    "lowest to highest",
                    "cores busy with them",
                    "cores busy in all"),
                rows));
      }
    }
  }

  private List<List<String>> compare(
      String title, Wrk.Request request, ServerProcess first, ServerProcess second)
      throws IOException, InterruptedException {
    Figures one = new Figures();
    Figures two = new Figures();
    load(request, List.of(second), new Figures());
    load(request, List.of(first), new Figures());
    for (int round = 0; round < setup.rounds(); round++) {
      load(request, List.of(first), one);
      load(request, List.of(first, second), two);
    }
    return List.of(row(title, "1", one), row(title, "2", two));
  }

  /** Loads all at once, with as many clients in all as one would have. */
  private void load(Wrk.Request request, List<ServerProcess> instances, Figures figures)
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
    Progress.say("%d instance(s): %.0f/s", instances.size(), perSecond);
    figures.perSecond.add(perSecond);
    figures.serverCpu.add(
        (cpuSeconds(instances) - cpuBefore) / (setup.duration().toMillis() / 1e3));
    figures.busy.add(ProcessorTime.now().busyCoresSince(before));
  }

  private static double cpuSeconds(List<ServerProcess> instances) {
    return instances.stream().mapToDouble(instance -> instance.cpu().toMillis() / 1e3).sum();
  }

  private static List<String> row(String title, String instances, Figures figures) {
    return List.of(
        title,
        instances,
        print("%.0f", figures.perSecond.median()),
        print("%.0f", figures.perSecond.min()) + " to " + print("%.0f", figures.perSecond.max()),
        print("%.2f", figures.serverCpu.median()),
        print("%.2f", figures.busy.median()));
  }

  private static String print(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

package dev.starling.bench;

import dev.starling.bench.load.Client;
import dev.starling.bench.report.Sample;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.CatalogueServers;
import dev.starling.bench.server.MemoryProbe;
import dev.starling.bench.server.PostgresServer;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** All products of a large catalogue in one answer, from a server with a small heap. */
final class ProductStreamMeasurement implements Measurement {
  private static final List<String> SMALL_HEAP = List.of("-Xmx128m");
  private static final int PRODUCTS = 1_000_000;
  private static final Duration STALL = Duration.ofSeconds(3);
  private static final int SHORT_OF_ALL = 10 << 20;
  private static final String DATABASE = "catalogue";
  private static final String PATH = "/products";
  private static final double MEBIBYTE = 1 << 20;

  private static final String BRANDS =
      "insert into brand (brand_name) select 'brand ' || n from generate_series(1, 100) n";
  private static final String ROWS =
      "insert into product (product_name, brand_id)"
          + " select 'Synergistic copper lamp ' || n, 1 + n %% 100 from generate_series(1, %d) n"
              .formatted(PRODUCTS);

  private final Setup setup;
  private final CatalogueServers servers;
  private final Sample firstByte = new Sample();
  private final Sample whole = new Sample();

  ProductStreamMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new CatalogueServers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    try (PostgresServer database = PostgresServer.start(false)) {
      database.create(DATABASE);
      try (ServerProcess server =
          ServerProcess.start(servers.rest(database.uri(DATABASE), SMALL_HEAP, false))) {
        database.execute(DATABASE, BRANDS, ROWS, "vacuum analyze");
        return List.of(measure(server));
      }
    }
  }

  private Table measure(ServerProcess server) throws IOException, InterruptedException {
    // The first answer is that of a server which has never been asked for anything.
    double coldFirstByte = read(server).firstByteMillis;
    long bytes = 0;
    for (int round = 0; round < setup.rounds(); round++) {
      Reading reading = read(server);
      firstByte.add(reading.firstByteMillis);
      whole.add(reading.seconds);
      bytes = reading.bytes;
    }
    MemoryProbe memory = server.memory();
    long usedWhileStalled = stall(server, memory);
    return new Table(
        "Catalogue: GET /products with %,d rows, server with -Xmx128m".formatted(PRODUCTS),
        List.of("figure", "value", "lowest to highest", "target"),
        List.of(
            row("first byte, ms", "%.0f", firstByte, "under 100"),
            List.of("first byte of the first answer, ms", print("%.0f", coldFirstByte), "-", "-"),
            row("last byte, s", "%.2f", whole, "-"),
            List.of("body, MiB", print("%.1f", bytes / MEBIBYTE), "-", "-"),
            List.of(
                "heap used with a reader who stalls, MiB",
                print("%.1f", usedWhileStalled / MEBIBYTE),
                "-",
                "under 128"),
            List.of(
                "heap live after all, MiB", print("%.1f", memory.liveHeap() / MEBIBYTE), "-", "-"),
            List.of(
                "resident at most, MiB",
                print("%.1f", memory.residentPeak() / MEBIBYTE),
                "-",
                "-")));
  }

  private record Reading(double firstByteMillis, double seconds, long bytes) {}

  private static Reading read(ServerProcess server) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    byte[] buffer = new byte[1 << 16];
    try (InputStream body = Client.stream(server.port(), PATH)) {
      long bytes = body.read(buffer, 0, 1);
      long rows = 0;
      double firstByteMillis = (System.nanoTime() - begin) / 1e6;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes += read;
        rows += rows(buffer, read);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (rows != PRODUCTS) {
        throw new IOException(rows + " products came instead of " + PRODUCTS);
      }
      Progress.say("first byte after %.0f ms, the last after %.2f s", firstByteMillis, seconds);
      return new Reading(firstByteMillis, seconds, bytes);
    }
  }

  private static int rows(byte[] buffer, int length) {
    int rows = 0;
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '{') {
        rows++;
      }
    }
    return rows;
  }

  /** What is in the server's heap while a reader, after some of the products, reads nothing. */
  private static long stall(ServerProcess server, MemoryProbe memory)
      throws IOException, InterruptedException {
    try (InputStream body = Client.stream(server.port(), PATH)) {
      body.readNBytes(SHORT_OF_ALL);
      Thread.sleep(STALL.toMillis());
      return memory.usedHeap();
    }
  }

  private static List<String> row(String figure, String format, Sample sample, String target) {
    return List.of(
        figure,
        print(format, sample.median()),
        print(format, sample.min()) + " to " + print(format, sample.max()),
        target);
  }

  private static String print(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

package dev.starling.bench;

import dev.starling.bench.load.Client;
import dev.starling.bench.load.Wrk;
import dev.starling.bench.load.WrkResult;
import dev.starling.bench.report.Sample;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.ShopServers;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What those who ask the storefront notice when one of its services freezes, connections and all:
 * before the breaker of that service opens, and while it is open.
 */
final class FrozenInventoryMeasurement implements Measurement {
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  /** Asked at once, before any call to the frozen service can have failed. */
  private static final int FIRST = 100;

  private static final String PATH = StorefrontMeasurement.PRODUCTS.path();

  private final Setup setup;
  private final Sample healthy = new Sample();
  private final Sample firstOnes = new Sample();
  private final Sample afterwards = new Sample();
  private final Sample ratio = new Sample();

  FrozenInventoryMeasurement(Setup setup) {
    this.setup = setup;
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    try (ShopServers shop = ShopServers.start(setup)) {
      new Wrk(StorefrontMeasurement.CONNECTIONS, WARM_UP)
          .run(shop.storefront().port(), StorefrontMeasurement.PRODUCTS);
      WholeAnswers.await(shop.storefront().port(), PATH);
      for (int round = 0; round < setup.rounds(); round++) {
        freeze(shop);
        // The breaker lets a call through after half a minute.
        WholeAnswers.await(shop.storefront().port(), PATH);
      }
    }
    return List.of(
        new Table(
            "Storefront with inventory frozen, p99 of an answer",
            List.of("when", "ms", "lowest to highest", "target"),
            List.of(
                row("healthy", "%.1f", healthy, "-"),
                row("frozen, before the breaker opens", "%.0f", firstOnes, "1200"),
                row("frozen, the breaker open", "%.1f", afterwards, "-"),
                row("the breaker open, times healthy", "%.2f", ratio, "1.50"))));
  }

  private void freeze(ShopServers shop) throws IOException, InterruptedException {
    ServerProcess storefront = shop.storefront();
    double before = load(storefront).p99Millis();
    shop.inventory().freeze();
    double p99;
    double after;
    try {
      p99 = p99Millis(Client.burst(storefront.port(), PATH, FIRST));
      after = load(storefront).p99Millis();
    } finally {
      shop.inventory().thaw();
    }
    Progress.say("p99 %.1f ms, frozen %.0f ms, breaker open %.1f ms", before, p99, after);
    healthy.add(before);
    firstOnes.add(p99);
    afterwards.add(after);
    ratio.add(after / before);
  }

  private WrkResult load(ServerProcess storefront) throws IOException, InterruptedException {
    WrkResult run =
        new Wrk(StorefrontMeasurement.CONNECTIONS, setup.duration())
            .run(storefront.port(), StorefrontMeasurement.PRODUCTS);
    if (run.failed() > 0) {
      throw new IOException("the storefront failed to answer " + run.failed());
    }
    return run;
  }

  private static double p99Millis(List<Duration> latencies) {
    List<Duration> sorted = latencies.stream().sorted(Comparator.naturalOrder()).toList();
    int index = (int) Math.ceil(0.99 * sorted.size()) - 1;
    return sorted.get(index).toNanos() / 1e6;
  }

  private static List<String> row(String when, String format, Sample sample, String target) {
    return List.of(
        when,
        print(format, sample.median()),
        print(format, sample.min()) + " to " + print(format, sample.max()),
        target);
  }

  private static String print(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

package dev.starling.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The comparisons in short: Starling, the ceiling, and the best that each other platform has. */
final class Summary {
  private static final String NONE = "-";
  private static final List<String> HEADER =
      List.of(
          "service",
          "figure",
          "Starling",
          "bare Vert.x",
          "best in Python",
          "best on Node",
          "Starling to bare",
          "to Python",
          "to Node");

  private Summary() {}

  /**
   * One row for each comparison that Starling is in; ratios above 1 say that Starling is better.
   */
  static Table of(String title, List<Comparison> comparisons) {
    return new Table(
        title,
        HEADER,
        comparisons.stream()
            .filter(comparison -> best(comparison, Platform.STARLING).isPresent())
            .map(Summary::row)
            .toList());
  }

  private static List<String> row(Comparison comparison) {
    Optional<String> bare = best(comparison, Platform.BARE);
    Optional<String> python = best(comparison, Platform.PYTHON);
    Optional<String> node = best(comparison, Platform.NODE);
    return List.of(
        comparison.subject().service(),
        comparison.subject().title() + ": " + comparison.metric().name(),
        best(comparison, Platform.STARLING).map(comparison::median).orElse(NONE),
        bare.map(comparison::median).orElse(NONE),
        python.map(server -> named(comparison, server)).orElse(NONE),
        node.map(server -> named(comparison, server)).orElse(NONE),
        bare.map(comparison::ratio).orElse(NONE),
        python.map(comparison::ratio).orElse(NONE),
        node.map(comparison::ratio).orElse(NONE));
  }

  private static String named(Comparison comparison, String server) {
    return comparison.median(server) + " (" + server + ")";
  }

  private static Optional<String> best(Comparison comparison, Platform platform) {
    Comparator<String> byMedian =
        Comparator.comparingDouble(
            server -> comparison.sample(server, comparison.metric()).median());
    return comparison.servers().stream()
        .filter(platform::has)
        .max(comparison.metric().higherIsBetter() ? byMedian : byMedian.reversed());
  }
}

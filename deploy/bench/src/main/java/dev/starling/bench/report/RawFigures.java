package dev.starling.bench.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every value of every round, for whoever wants to calculate on. */
final class RawFigures {
  private static final String HEADER = "service,title,server,metric,better,round,value";

  private record Value(
      Comparison.Subject subject, String server, Metric metric, int round, double value) {
    String toCsv() {
      return String.join(
          ",",
          quoted(subject.service()),
          quoted(subject.title()),
          quoted(server),
          quoted(metric.name()),
          better(metric),
          Integer.toString(round),
          String.format(Locale.ROOT, "%s", value));
    }
  }

  private RawFigures() {}

  static String csv(List<Comparison> comparisons) {
    return comparisons.stream()
        .flatMap(comparison -> values(comparison).stream())
        .map(Value::toCsv)
        .collect(Collectors.joining("\n", HEADER + "\n", "\n"));
  }

  static String json(String machine, List<Comparison> comparisons) {
    JsonArray all = new JsonArray();
    for (Comparison comparison : comparisons) {
      JsonArray figures = new JsonArray();
      for (String server : comparison.servers()) {
        for (Metric metric : comparison.metrics()) {
          JsonArray rounds = new JsonArray();
          for (double value : comparison.sample(server, metric).values()) {
            rounds.add(value);
          }
          figures.add(
              new JsonObject()
                  .put("server", server)
                  .put("metric", metric.name())
                  .put("better", better(metric))
                  .put("rounds", rounds));
        }
      }
      all.add(
          new JsonObject()
              .put("service", comparison.subject().service())
              .put("title", comparison.subject().title())
              .put("figures", figures));
    }
    return new JsonObject().put("machine", machine).put("comparisons", all).encodePrettily() + "\n";
  }

  private static List<Value> values(Comparison comparison) {
    List<Value> values = new ArrayList<>();
    for (String server : comparison.servers()) {
      for (Metric metric : comparison.metrics()) {
        double[] rounds = comparison.sample(server, metric).values();
        for (int round = 0; round < rounds.length; round++) {
          values.add(new Value(comparison.subject(), server, metric, round + 1, rounds[round]));
        }
      }
    }
    return values;
  }

  private static String better(Metric metric) {
    return metric.higherIsBetter() ? "higher" : "lower";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}

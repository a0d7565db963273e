package dev.starling.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The same work for several servers, in rounds, the first of which is what the others are held
 * against.
 *
 * <p>The ratio is that of the medians of the first metric; its spread is the smallest and the
 * largest of any one round.
 */
public final class Comparison implements Finding {
  private static final String NONE = "-";
  private static final String RATIO_FORMAT = "%.2f";

  /** Which way a ratio is taken. */
  public enum Ratio {
    /** How many times as good the first is: below 1 the other is better. */
    FIRST_TO_IT,
    /** How many times as good as the first it is: what is added to the first is worth that. */
    IT_TO_FIRST
  }

  private final Subject subject;
  private final List<Metric> metrics;
  private final Map<String, String> targets;
  private final Map<String, List<Sample>> entries = new LinkedHashMap<>();
  private final Map<String, Sample> ratios = new LinkedHashMap<>();
  private final Map<String, String> leftOut = new LinkedHashMap<>();
  private double first;

  /**
   * What is compared.
   *
   * @param service that was measured
   * @param title of the table
   * @param ratio how the others are held against the first
   */
  public record Subject(String service, String title, Ratio ratio) {
    /** Of Starling and others. */
    public static Subject of(String service, String title) {
      return new Subject(service, title, Ratio.FIRST_TO_IT);
    }
  }

  /**
   * Nothing is measured yet.
   *
   * @param metrics the first is what the ratios are of
   * @param targets by server, in words
   */
  public Comparison(Subject subject, List<Metric> metrics, Map<String, String> targets) {
    this.subject = subject;
    this.metrics = metrics;
    this.targets = targets;
  }

  /** Adds a server's round, a value for each metric; the first server's begins the round. */
  public void add(String server, double... values) {
    List<Sample> samples = entries.computeIfAbsent(server, name -> newSamples());
    for (int i = 0; i < metrics.size(); i++) {
      samples.get(i).add(values[i]);
    }
    if (server.equals(firstServer())) {
      first = values[0];
    }
    ratios.computeIfAbsent(server, name -> new Sample()).add(ratio(first, values[0]));
  }

  /** Says why a server is not there, or not to the end. */
  public void leaveOut(String server, String why) {
    leftOut.put(server, why);
  }

  public Subject subject() {
    return subject;
  }

  /** What the ratios are of. */
  public Metric metric() {
    return metrics.get(0);
  }

  public List<Metric> metrics() {
    return metrics;
  }

  /** In the order in which they were measured. */
  public List<String> servers() {
    return List.copyOf(entries.keySet());
  }

  /** A server's values of one metric. */
  public Sample sample(String server, Metric metric) {
    return entries.get(server).get(metrics.indexOf(metric));
  }

  /** The ratio of the medians of the first server and another. */
  public String ratio(String server) {
    double ofFirst = sample(firstServer(), metric()).median();
    return Metric.print(RATIO_FORMAT, ratio(ofFirst, sample(server, metric()).median()));
  }

  /** The median of what the ratios are of. */
  public String median(String server) {
    return metric().print(sample(server, metric()).median());
  }

  @Override
  public String toMarkdown() {
    String notes =
        leftOut.entrySet().stream()
            .map(note -> "\nLeft out: %s, %s\n".formatted(note.getKey(), note.getValue()))
            .collect(Collectors.joining());
    return table().toMarkdown() + notes;
  }

  /** Everything as a table, without the notes. */
  Table table() {
    List<String> header = new ArrayList<>(List.of("server", metric().name(), "lowest to highest"));
    metrics.stream().skip(1).map(Metric::name).forEach(header::add);
    header.add(
        subject.ratio == Ratio.FIRST_TO_IT
            ? (entries.isEmpty() ? "first" : firstServer()) + " to it"
            : "to the first");
    header.addAll(List.of("spread", "target"));
    return new Table(subject.title, header, servers().stream().map(this::row).toList());
  }

  private List<String> row(String server) {
    boolean isFirst = server.equals(firstServer());
    Sample main = sample(server, metric());
    List<String> row = new ArrayList<>(List.of(server, median(server), metric().printSpread(main)));
    for (Metric metric : metrics.subList(1, metrics.size())) {
      row.add(metric.print(sample(server, metric).median()));
    }
    Sample rounds = ratios.get(server);
    row.add(isFirst ? NONE : ratio(server));
    row.add(
        isFirst
            ? NONE
            : Metric.print(RATIO_FORMAT, rounds.min())
                + " to "
                + Metric.print(RATIO_FORMAT, rounds.max()));
    row.add(targets.getOrDefault(server, NONE));
    return row;
  }

  private double ratio(double ofFirst, double ofOther) {
    double advantage = metric().advantage(ofFirst, ofOther);
    return subject.ratio == Ratio.FIRST_TO_IT ? advantage : 1 / advantage;
  }

  private String firstServer() {
    return entries.keySet().iterator().next();
  }

  private List<Sample> newSamples() {
    return metrics.stream().map(metric -> new Sample()).toList();
  }
}

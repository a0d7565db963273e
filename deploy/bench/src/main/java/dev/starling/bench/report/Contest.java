package dev.starling.bench.report;

import dev.starling.bench.load.WrkResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same requests at several servers, in rounds, the first of which is Starling.
 *
 * <p>The ratio is how many times as many requests Starling answers: below 1 the other is faster. It
 * is that of the medians; its spread is the smallest and the largest of any one round.
 */
public final class Contest {
  private static final List<String> HEADER =
      List.of(
          "server",
          "requests/s",
          "lowest to highest",
          "p50, ms",
          "p99, ms",
          "CPU per 1,000, ms",
          "Starling to it",
          "spread",
          "target");
  private static final String NONE = "-";

  private final String title;
  private final Map<String, String> targets;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private double first;

  /**
   * @param targets least ratio, by server
   */
  public Contest(String title, Map<String, String> targets) {
    this.title = title;
    this.targets = targets;
  }

  private static final class Entry {
    private final Sample perSecond = new Sample();
    private final Sample median = new Sample();
    private final Sample p99 = new Sample();
    private final Sample cpu = new Sample();
    private final Sample ratio = new Sample();
  }

  /**
   * Adds a server's run; Starling's begins the round.
   *
   * @param cpuMillis processor time that the server used in it
   */
  public void add(String server, WrkResult run, double cpuMillis) {
    boolean isStarling = entries.isEmpty() || entries.keySet().iterator().next().equals(server);
    if (isStarling) {
      first = run.perSecond();
    }
    Entry entry = entries.computeIfAbsent(server, name -> new Entry());
    entry.perSecond.add(run.perSecond());
    entry.median.add(run.medianMillis());
    entry.p99.add(run.p99Millis());
    entry.cpu.add(cpuMillis / run.requests() * 1e3);
    entry.ratio.add(first / run.perSecond());
  }

  /** Everything as a table. */
  public Table table() {
    List<List<String>> rows = new ArrayList<>();
    double starling = entries.values().iterator().next().perSecond.median();
    entries.forEach((server, entry) -> rows.add(row(server, entry, starling, rows.isEmpty())));
    return new Table(title, HEADER, rows);
  }

  private List<String> row(String server, Entry entry, double starling, boolean isStarling) {
    return List.of(
        server,
        print("%.0f", entry.perSecond.median()),
        print("%.0f", entry.perSecond.min()) + " to " + print("%.0f", entry.perSecond.max()),
        print("%.1f", entry.median.median()),
        print("%.1f", entry.p99.median()),
        print("%.0f", entry.cpu.median()),
        isStarling ? NONE : print("%.2f", starling / entry.perSecond.median()),
        isStarling
            ? NONE
            : print("%.2f", entry.ratio.min()) + " to " + print("%.2f", entry.ratio.max()),
        targets.getOrDefault(server, NONE));
  }

  private static String print(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

package dev.starling.systemtests.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** HAProxy with the configuration that operators get, in front of one service's instances. */
public final class HaProxy implements AutoCloseable {
  private static final Path CONFIGURATION = Path.of("../haproxy/haproxy.cfg");
  private static final Pattern BIND = Pattern.compile("presetenv (LB_\\w+_BIND)");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Cluster cluster;
  private final Address address = Ports.freeAddress();
  private final Address statistics = Ports.freeAddress();
  private final ServiceProcess process;

  private HaProxy(Cluster cluster, Path program) {
    this.cluster = cluster;
    this.process =
        ServiceProcess.start(
            List.of(program.toString(), "-db", "-f", CONFIGURATION.toString()),
            environment(),
            Path.of("target/logs", "haproxy-" + address.port() + ".log"));
  }

  /** Starts it and waits until it finds every instance ready. */
  public static HaProxy before(Cluster cluster) {
    HaProxy proxy = new HaProxy(cluster, Requirements.haproxy());
    try {
      proxy.awaitAllUp();
      return proxy;
    } catch (RuntimeException | AssertionError e) {
      proxy.close();
      throw e;
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    // The other services' ports would be taken where Starling really runs: they get names instead.
    for (String bind : binds()) {
      environment.put(bind, "abns@" + bind + "-" + address.port());
    }
    String service = "LB_" + cluster.service().toUpperCase(Locale.ROOT);
    environment.put(service + "_BIND", address.toString());
    environment.put("LB_STATS_BIND", statistics.toString());
    for (int i = 0; i < cluster.instances().size(); i++) {
      Instance instance = cluster.instance(i);
      environment.put(service + "_" + (i + 1), instance.address().toString());
      environment.put(
          service + "_" + (i + 1) + "_HEALTH", instance.management().address().toString());
    }
    return environment;
  }

  private static List<String> binds() {
    try {
      String text = Files.readString(CONFIGURATION);
      return BIND.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its clients connect. */
  public Address address() {
    return address;
  }

  /** Returns once it sends connections to every instance. */
  public void awaitAllUp() {
    for (int i = 0; i < cluster.instances().size(); i++) {
      awaitUp(i);
    }
  }

  /** Returns once it has found this instance ready, counted from 0, and sends it connections. */
  public void awaitUp(int index) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<Server> servers = servers();
      if (index < servers.size() && servers.get(index).isUp()) {
        return;
      }
      if (process.exitsWithin(BETWEEN_LOOKS) || System.nanoTime() > deadline) {
        throw new AssertionError(
            "instance " + index + " is not up: " + servers + "\n" + process.tail());
      }
    }
  }

  /** Connections to each instance that are open now. */
  public List<Integer> sessions() {
    return servers().stream().map(Server::sessions).toList();
  }

  /** The instances' lines of its statistics; none while it does not answer yet. */
  private List<Server> servers() {
    return new Management(statistics)
        .find("/;csv")
        .map(
            csv ->
                csv.lines()
                    .filter(line -> line.startsWith(cluster.service() + "," + cluster.service()))
                    .map(Server::parse)
                    .toList())
        .orElse(List.of());
  }

  @Override
  public void close() {
    process.close();
  }

  private record Server(int sessions, boolean isUp) {
    /** Columns of the statistics, see section 9.1 of HAProxy's management guide. */
    private static final int SESSIONS = 4;

    private static final int STATUS = 17;
    private static final int CHECK_STATUS = 36;

    /** Servers count as up before their first check, so that must be over too. */
    static Server parse(String line) {
      String[] columns = line.split(",", -1);
      boolean isUp = columns[STATUS].startsWith("UP") && columns[CHECK_STATUS].endsWith("L7OK");
      return new Server(Integer.parseInt(columns[SESSIONS]), isUp);
    }
  }
}

package dev.starling.systemtests.running;

import dev.starling.testing.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** HAProxy with the configuration that operators get, in front of one service's instances. */
public final class HaProxy implements AutoCloseable {
  private static final Path CONFIGURATION = Path.of("../haproxy/haproxy.cfg");
  private static final Pattern BIND = Pattern.compile("presetenv (LB_\\w+_BIND)");
  private static final Duration PATIENCE = Machine.allow(Duration.ofSeconds(10));
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Cluster cluster;
  private final Map<Protocol, Address> addresses = new EnumMap<>(Protocol.class);
  private final Address statistics = Ports.freeAddress();
  private final ServiceProcess process;

  private HaProxy(Cluster cluster, Path program) {
    this.cluster = cluster;
    protocols().forEach(protocol -> addresses.put(protocol, Ports.freeAddress()));
    this.process =
        ServiceProcess.start(
            List.of(program.toString(), "-db", "-f", CONFIGURATION.toString()),
            environment(),
            Path.of("target/logs", "haproxy-" + statistics.port() + ".log"));
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
      environment.put(bind, "abns@" + bind + "-" + statistics.port());
    }
    environment.put("LB_STATS_BIND", statistics.toString());
    addresses.forEach(
        (protocol, address) ->
            environment.put(variable(section(protocol)) + "_BIND", address.toString()));
    for (int i = 0; i < cluster.instances().size(); i++) {
      Instance instance = cluster.instance(i);
      String number = "_" + (i + 1);
      for (Protocol protocol : protocols()) {
        environment.put(
            variable(section(protocol)) + number, instance.address(protocol).toString());
      }
      environment.put(
          variable(cluster.service()) + number + "_HEALTH",
          instance.management().address().toString());
    }
    return environment;
  }

  private List<Protocol> protocols() {
    return Protocol.of(cluster.service());
  }

  /** What the configuration calls a service's port; most services have one. */
  private String section(Protocol protocol) {
    return protocols().size() == 1
        ? cluster.service()
        : cluster.service() + "-" + protocol.name().toLowerCase(Locale.ROOT);
  }

  private static String variable(String section) {
    return "LB_" + section.toUpperCase(Locale.ROOT).replace('-', '_');
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
    return address(protocols().get(0));
  }

  /** Where its clients connect that speak this protocol. */
  public Address address(Protocol protocol) {
    return addresses.get(protocol);
  }

  /** Where any of its clients connect, as texts. */
  public Set<String> allAddresses() {
    return addresses.values().stream().map(Address::toString).collect(Collectors.toSet());
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
      List<List<Server>> servers = protocols().stream().map(this::servers).toList();
      if (servers.stream().allMatch(of -> index < of.size() && of.get(index).isUp())) {
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
    return sessions(protocols().get(0));
  }

  /** The same of the connections that speak this protocol. */
  public List<Integer> sessions(Protocol protocol) {
    return servers(protocol).stream().map(Server::sessions).toList();
  }

  /** The instances' lines of its statistics; none while it does not answer yet. */
  private List<Server> servers(Protocol protocol) {
    String section = section(protocol);
    return new Management(statistics)
        .find("/;csv")
        .map(
            csv ->
                csv.lines()
                    .filter(line -> line.startsWith(section + "," + section))
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

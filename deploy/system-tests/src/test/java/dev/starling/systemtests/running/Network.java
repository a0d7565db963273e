package dev.starling.systemtests.running;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Hosts of a small data centre on this machine: network namespaces, each with one cable to a switch
 * that joins them and another one to here, where the clients are. The first can be pulled.
 *
 * <p>Addresses come from 198.18.0.0/15, set apart for tests of networks (RFC 2544).
 */
public final class Network implements AutoCloseable {
  private static final Random RANDOM = new Random();

  /** The process that sets them up, so that those of one which was killed can be told. */
  private static final String RUN = Long.toString(ProcessHandle.current().pid(), 36) + "-";

  private static final Pattern NAMESPACE = Pattern.compile("starling-([0-9a-z]+)-[0-9a-f]{2}-\\d+");

  /** Interfaces have short names; this tells apart what runs at the same time. */
  private final String id = RUN + String.format("%02x", RANDOM.nextInt(0x100));

  private final int subnet = RANDOM.nextInt(1, 255);
  private final String bridge = "slb-" + id;
  private final int size;

  private Network(int size) {
    this.size = size;
  }

  /** Sets up so many hosts. */
  public static Network of(int size) {
    Requirements.networks();
    removeStale();
    Network network = new Network(size);
    try {
      ip("link", "add", network.bridge, "type", "bridge", "forward_delay", "0");
      ip("link", "set", network.bridge, "up");
      IntStream.range(0, size).forEach(network::addHost);
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** Removes what runs left that were killed. Their cables go with the namespaces. */
  private static void removeStale() {
    for (String line : Shell.output("ip", "netns", "list").lines().toList()) {
      Matcher stale = NAMESPACE.matcher(line.split(" ")[0]);
      if (stale.matches() && !isAlive(stale.group(1))) {
        Shell.succeeds("ip", "netns", "delete", stale.group());
      }
    }
    Pattern bridge = Pattern.compile("slb-([0-9a-z]+)-[0-9a-f]{2}");
    for (String line :
        Shell.output("ip", "-brief", "link", "show", "type", "bridge").lines().toList()) {
      Matcher stale = bridge.matcher(line.split(" ")[0]);
      if (stale.matches() && !isAlive(stale.group(1))) {
        Shell.succeeds("ip", "link", "delete", stale.group());
      }
    }
  }

  private static boolean isAlive(String run) {
    return ProcessHandle.of(Long.parseLong(run, 36)).isPresent();
  }

  private void addHost(int host) {
    String namespace = namespace(host);
    ip("netns", "add", namespace);
    ip("-n", namespace, "link", "set", "lo", "up");

    ip("link", "add", cable(host), "type", "veth", "peer", "cluster0", "netns", namespace);
    ip("-n", namespace, "address", "add", clusterHost(host) + "/24", "dev", "cluster0");
    ip("-n", namespace, "link", "set", "cluster0", "up");
    ip("link", "set", cable(host), "master", bridge, "up");

    String outside = outside(host);
    ip("link", "add", outside, "type", "veth", "peer", "client0", "netns", namespace);
    ip("-n", namespace, "address", "add", clientHost(host) + "/30", "dev", "client0");
    ip("-n", namespace, "link", "set", "client0", "up");
    ip("address", "add", gateway(host) + "/30", "dev", outside);
    ip("link", "set", outside, "up");
    ip("-n", namespace, "route", "add", "default", "via", gateway(host));
  }

  /** Places to run an instance each. */
  public List<Place> places() {
    return IntStream.range(0, size)
        .mapToObj(
            host ->
                new Place(
                    List.of("ip", "netns", "exec", namespace(host)),
                    clusterHost(host),
                    clientHost(host)))
        .toList();
  }

  /** Pulls a host's cable at the switch: whatever it sends to other hosts vanishes silently. */
  public void cut(int host) {
    ip("link", "set", cable(host), "nomaster");
  }

  /** Plugs a host's cable in again. */
  public void heal(int host) {
    ip("link", "set", cable(host), "master", bridge);
  }

  /** Lets nothing of a host's reach what listens at {@link #outsideHost()}. */
  public void cutFromOutside(int host) {
    ip("-n", namespace(host), "route", "add", "blackhole", outsideHost());
  }

  /** Undoes {@link #cutFromOutside}. */
  public void healToOutside(int host) {
    ip("-n", namespace(host), "route", "delete", "blackhole", outsideHost());
  }

  /** An address at which all hosts reach what listens here, cables pulled or not. */
  public String outsideHost() {
    return gateway(0);
  }

  private String gateway(int host) {
    return "198.19." + subnet + "." + (4 * host + 1);
  }

  private String namespace(int host) {
    return "starling-" + id + "-" + host;
  }

  private String cable(int host) {
    return "slc-" + id + "-" + host;
  }

  private String outside(int host) {
    return "slu-" + id + "-" + host;
  }

  private String clusterHost(int host) {
    return "198.18." + subnet + "." + (host + 1);
  }

  private String clientHost(int host) {
    return "198.19." + subnet + "." + (4 * host + 2);
  }

  private static void ip(String... arguments) {
    Shell.run(
        IntStream.rangeClosed(0, arguments.length)
            .mapToObj(i -> i == 0 ? "ip" : arguments[i - 1])
            .toArray(String[]::new));
  }

  /** Takes down what is there. A cable goes with either of its ends. */
  @Override
  public void close() {
    for (int host = 0; host < size; host++) {
      Shell.succeeds("ip", "link", "delete", cable(host));
      Shell.succeeds("ip", "link", "delete", outside(host));
      Shell.succeeds("ip", "netns", "delete", namespace(host));
    }
    Shell.succeeds("ip", "link", "delete", bridge);
  }
}

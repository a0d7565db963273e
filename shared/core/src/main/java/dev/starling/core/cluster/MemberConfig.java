package dev.starling.core.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import dev.starling.core.settings.MemberAddress;
import dev.starling.core.settings.ServiceSettings;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/** How a Hazelcast member of any of Starling's clusters finds the others, and misses them. */
public final class MemberConfig {
  /** Ports that a member tries, from its first on. */
  public static final int PORTS = 20;

  private static final int CONNECT_SECONDS = 10;
  private static final int NO_LINGER = -1;

  private static final String ANY_IPV4 = "*.*.*.*";
  private static final String ANY_IPV6 = "*:*:*:*:*:*:*:*";

  private MemberConfig() {}

  /**
   * A member of the cluster that all services share. Blocks while names of members are resolved.
   *
   * @param self the address of {@code cluster.host}
   */
  static Config shared(ServiceSettings.Cluster settings, InetAddress self, String instance) {
    List<MemberAddress> members = settings.members().orElse(List.of());
    return of(settings, settings.name(), settings.port(), members, self, instance);
  }

  /**
   * A member of a cluster of one service's own, on the same hosts. Blocks while names of members
   * are resolved.
   *
   * @param name of that cluster, after the shared one's
   * @param port the first of {@link #PORTS} to try
   * @throws java.io.UncheckedIOException says why this machine cannot listen at {@code
   *     cluster.host}
   */
  public static Config own(
      ServiceSettings.Cluster settings, String name, int port, String instance) {
    List<MemberAddress> members =
        settings.members().orElse(List.of()).stream()
            .map(member -> new MemberAddress(member.host(), OptionalInt.empty()))
            .distinct()
            .toList();
    InetAddress self = ClusterAddress.of(settings.host());
    return of(settings, settings.name() + "-" + name, port, members, self, instance);
  }

  private static Config of(
      ServiceSettings.Cluster settings,
      String name,
      int port,
      List<MemberAddress> members,
      InetAddress self,
      String instance) {
    Config config = new Config(name + " " + instance);
    config.setClusterName(name);
    config.setProperty("hazelcast.local.localAddress", self.getHostAddress());
    network(config, settings, port, members, self);
    detection(config);
    quiet(config);
    return config;
  }

  /**
   * The advanced kind of network, for members alone. With the other kind, whose ports serve clients
   * too, a thread that writes goes round and round while somebody accepts its connection and says
   * nothing, as a process that stands still does: heartbeats to healthy members, which the same
   * thread writes, wait until those give this one up.
   */
  private static void network(
      Config config,
      ServiceSettings.Cluster settings,
      int port,
      List<MemberAddress> members,
      InetAddress self) {
    ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig();
    endpoint.setPort(port).setPortAutoIncrement(true).setPortCount(PORTS);
    // An endpoint's own defaults: wait for ever, and drop what was not sent when it closes.
    endpoint.setSocketConnectTimeoutSeconds(CONNECT_SECONDS).setSocketLingerSeconds(NO_LINGER);
    // Of the addresses of a member's name, those that a socket bound to this one can reach.
    endpoint
        .getInterfaces()
        .setEnabled(true)
        .addInterface(self instanceof Inet6Address ? ANY_IPV6 : ANY_IPV4);
    config.getAdvancedNetworkConfig().setEnabled(true).setMemberEndpointConfig(endpoint);
    JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    if (settings.dns().isPresent()) {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", settings.dns().get())
          .setProperty("service-port", Integer.toString(port));
    } else {
      ListeningMembers search = new ListeningMembers(members, self, port);
      search.setEnabled(true);
      join.setTcpIpConfig(search);
      config.addListenerConfig(new ListenerConfig(search));
    }
  }

  /**
   * A silent member is dropped after 10 s: half of that splits healthy clusters on a short blip,
   * the default of 60 s leaves the others waiting. Two halves merge soon after they see each other;
   * when the member that one half joins is lost meanwhile, it looks for others after 5 s. A copy
   * that was under way to a lost member, or moved meanwhile, is waited for 2 s instead of 5.
   */
  private static void detection(Config config) {
    config
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "10")
        .setProperty("hazelcast.merge.first.run.delay.seconds", "2")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "2")
        .setProperty("hazelcast.max.join.merge.target.seconds", "5")
        .setProperty("hazelcast.operation.call.timeout.millis", "10000")
        .setProperty("hazelcast.operation.backup.timeout.millis", "2000")
        .setProperty("hazelcast.operation.fail.on.indeterminate.state", "true")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.max.wait.seconds.before.join", "0")
        .setProperty("hazelcast.tcp.join.port.try.count", Integer.toString(PORTS))
        .setProperty("hazelcast.graceful.shutdown.max.wait", "5");
    config.addListenerConfig(new ListenerConfig(new MastershipClaim()));
  }

  private static void quiet(Config config) {
    config.getMetricsConfig().setEnabled(false);
    config
        .setProperty("hazelcast.health.monitoring.level", "OFF")
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        // Leaving is a step of the drain; Hazelcast's own hook would run beside it.
        .setProperty("hazelcast.shutdownhook.enabled", "false");
  }
}

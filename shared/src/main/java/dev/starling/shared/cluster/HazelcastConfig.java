package dev.starling.shared.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import dev.starling.shared.settings.ServiceSettings;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** Hazelcast's configuration, from Starling's settings. */
final class HazelcastConfig {
  private static final int PORTS = 20;
  private static final String ANY_IPV4 = "*.*.*.*";
  private static final String ANY_IPV6 = "*:*:*:*:*:*:*:*";

  private HazelcastConfig() {}

  /**
   * Hazelcast's configuration; blocks while names of members are resolved.
   *
   * @param self the address of {@code cluster.host}
   */
  static Config of(
      ServiceSettings.Cluster settings, InetAddress self, String instance, List<String> services) {
    Config config = new Config(instance);
    config.setClusterName(settings.name());
    config
        .getMemberAttributeConfig()
        .setAttribute(HazelcastMembership.INSTANCE, instance)
        .setAttribute(HazelcastMembership.SERVICES, String.join(",", services));
    config.setProperty("hazelcast.local.localAddress", self.getHostAddress());
    network(config.getNetworkConfig(), settings, self);
    vertxStructures(config);
    detection(config);
    quiet(config);
    return config;
  }

  private static void network(
      NetworkConfig network, ServiceSettings.Cluster settings, InetAddress self) {
    network.setPort(settings.port()).setPortAutoIncrement(true).setPortCount(PORTS);
    // Of the addresses of a member's name, those that a socket bound to this one can reach.
    network
        .getInterfaces()
        .setEnabled(true)
        .addInterface(self instanceof Inet6Address ? ANY_IPV6 : ANY_IPV4);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    if (settings.dns().isPresent()) {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", settings.dns().get())
          .setProperty("service-port", Integer.toString(settings.port()));
    } else {
      join.getTcpIpConfig()
          .setEnabled(true)
          .setMembers(
              MemberList.of(settings.members().orElse(List.of()), self, InetAddress::getAllByName));
    }
  }

  /** What vertx-hazelcast keeps, with a second backup: two members may go at once. */
  private static void vertxStructures(Config config) {
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(2)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(2));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(2));
  }

  /**
   * A silent member is dropped after 10 s: half of that splits healthy clusters on a short blip,
   * the default of 60 s leaves the others waiting. Two halves merge soon after they see each other.
   * A copy that was under way to a lost member, or moved meanwhile, is waited for 2 s instead of 5.
   */
  private static void detection(Config config) {
    config
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "10")
        .setProperty("hazelcast.merge.first.run.delay.seconds", "2")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "2")
        .setProperty("hazelcast.operation.call.timeout.millis", "10000")
        .setProperty("hazelcast.operation.backup.timeout.millis", "2000")
        .setProperty("hazelcast.operation.fail.on.indeterminate.state", "true")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.max.wait.seconds.before.join", "0")
        .setProperty("hazelcast.tcp.join.port.try.count", Integer.toString(PORTS))
        .setProperty("hazelcast.graceful.shutdown.max.wait", "5");
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

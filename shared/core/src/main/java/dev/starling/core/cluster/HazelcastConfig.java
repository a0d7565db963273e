package dev.starling.core.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import dev.starling.core.settings.ServiceSettings;
import java.net.InetAddress;
import java.util.List;

/** Hazelcast's configuration, from Starling's settings. */
final class HazelcastConfig {

  private HazelcastConfig() {}

  /**
   * Hazelcast's configuration; blocks while names of members are resolved.
   *
   * @param self the address of {@code cluster.host}
   */
  static Config of(
      ServiceSettings.Cluster settings, InetAddress self, String instance, List<String> services) {
    Config config = MemberConfig.shared(settings, self, instance);
    config
        .getMemberAttributeConfig()
        .setAttribute(HazelcastMembership.INSTANCE, instance)
        .setAttribute(HazelcastMembership.SERVICES, String.join(",", services));
    vertxStructures(config);
    return config;
  }

  /** Maps of vertx-hazelcast, with a second backup: two members may go at once. */
  private static void vertxStructures(Config config) {
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(2)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(2));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(2));
  }
}

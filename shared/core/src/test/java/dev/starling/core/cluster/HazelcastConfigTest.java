package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.EndpointConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.instance.EndpointQualifier;
import dev.starling.core.settings.SampleSettings;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.settings.SettingsException;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HazelcastConfigTest {
  @Test
  void it_listens_on_the_configured_address_alone() throws SettingsException {
    Config config = config(Map.of("STARLING_CLUSTER_HOST", "10.0.0.7"));
    assertThat(config.getProperty("hazelcast.local.localAddress")).isEqualTo("10.0.0.7");
    assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
  }

  @Test
  void it_looks_for_the_configured_members_and_nowhere_else() throws SettingsException {
    JoinConfig join =
        config(Map.of("STARLING_CLUSTER_MEMBERS", "10.0.0.7,10.0.0.8:5702"))
            .getAdvancedNetworkConfig()
            .getJoin();
    assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
    assertThat(join.getTcpIpConfig().getMembers()).containsExactly("10.0.0.7", "10.0.0.8:5702");
    assertThat(join.getKubernetesConfig().isEnabled()).isFalse();
    nothingElse(join);
  }

  @Test
  void an_ipv6_member_looks_for_ipv6_addresses_of_names() throws SettingsException {
    Config config = config(Map.of("STARLING_CLUSTER_HOST", "[fd00::7]"));
    assertThat(config.getProperty("hazelcast.local.localAddress")).isEqualTo("fd00:0:0:0:0:0:0:7");
    assertThat(endpoint(config).getInterfaces().getInterfaces()).containsExactly("*:*:*:*:*:*:*:*");
  }

  @Test
  void it_looks_behind_the_configured_name_and_nowhere_else() throws SettingsException {
    JoinConfig join =
        config(Map.of("STARLING_CLUSTER_DNS", "members.example"))
            .getAdvancedNetworkConfig()
            .getJoin();
    assertThat(join.getKubernetesConfig().isEnabled()).isTrue();
    assertThat(join.getKubernetesConfig().getProperties())
        .containsOnly(
            Map.entry("service-dns", "members.example"), Map.entry("service-port", "5701"));
    assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
    nothingElse(join);
  }

  @Test
  @SuppressWarnings("removal") // It is still there.
  void nothing_but_members_is_served() throws SettingsException {
    Config config = config(Map.of());
    NetworkConfig network = config.getNetworkConfig();
    assertThat(network.getRestApiConfig().isEnabled()).isFalse();
    assertThat(network.getMemcacheProtocolConfig().isEnabled()).isFalse();
    assertThat(config.getRestConfig().isEnabled()).isFalse();
    assertThat(config.getAdvancedNetworkConfig().isEnabled()).isTrue();
    assertThat(config.getAdvancedNetworkConfig().getEndpointConfigs())
        .containsOnlyKeys(EndpointQualifier.MEMBER);
    assertThat(config.getJetConfig().isEnabled()).isFalse();
    assertThat(config.getManagementCenterConfig().isScriptingEnabled()).isFalse();
    assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
  }

  private static EndpointConfig endpoint(Config config) {
    return config.getAdvancedNetworkConfig().getEndpointConfigs().get(EndpointQualifier.MEMBER);
  }

  private static void nothingElse(JoinConfig join) {
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getAwsConfig().isEnabled()).isFalse();
    assertThat(join.getAzureConfig().isEnabled()).isFalse();
    assertThat(join.getGcpConfig().isEnabled()).isFalse();
    assertThat(join.getEurekaConfig().isEnabled()).isFalse();
    assertThat(join.getDiscoveryConfig().isEnabled()).isFalse();
  }

  private static Config config(Map<String, String> environment) throws SettingsException {
    ServiceSettings.Cluster settings =
        SampleSettings.withEnvironment(environment).settings().cluster();
    return HazelcastConfig.of(
        settings,
        NetUtil.createInetAddressFromIpAddressString(settings.host()),
        "me",
        List.of("sample"));
  }
}

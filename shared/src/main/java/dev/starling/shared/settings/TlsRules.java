package dev.starling.shared.settings;

import java.util.Optional;
import java.util.stream.Stream;

/** Which settings of TLS belong together. */
final class TlsRules {
  private TlsRules() {}

  static void check(ServiceSettings settings) throws SettingsException {
    ServiceSettings.Tls tls = settings.tls();
    if (!isAllOrNone(tls.certificate(), tls.key())) {
      throw new SettingsException(
          "tls.certificate and tls.key belong together: give both, or none");
    }
    if (settings.management().tls() && tls.certificate().isEmpty()) {
      throw new SettingsException("management.tls is true, but there is no tls.certificate to use");
    }
    ServiceSettings.ClusterTls bus = settings.cluster().tls();
    if (!isAllOrNone(bus.certificate(), bus.key(), bus.authority())) {
      throw new SettingsException(
          "cluster.tls.certificate, cluster.tls.key and cluster.tls.authority belong together:"
              + " give all three, or none");
    }
  }

  private static boolean isAllOrNone(Optional<?>... settings) {
    return Stream.of(settings).map(Optional::isPresent).distinct().count() == 1;
  }
}

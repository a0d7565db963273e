package dev.starling.core.settings;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which settings of TLS belong together. */
final class TlsRules {
  private TlsRules() {}

  /** Throws a {@link BadSetting} that names one which is given without the others. */
  static void check(ServiceSettings settings) {
    ServiceSettings.Tls tls = settings.tls();
    together(Map.of("tls.certificate", tls.certificate(), "tls.key", tls.key()));
    if (settings.management().tls() && tls.certificate().isEmpty()) {
      throw new BadSetting("management.tls", "needs a tls.certificate, and there is none");
    }
    ServiceSettings.ClusterTls bus = settings.cluster().tls();
    together(
        Map.of(
            "cluster.tls.certificate", bus.certificate(),
            "cluster.tls.key", bus.key(),
            "cluster.tls.authority", bus.authority()));
  }

  private static void together(Map<String, Optional<String>> group) {
    Map<Boolean, TreeSet<String>> given =
        group.keySet().stream()
            .collect(
                Collectors.partitioningBy(
                    name -> group.get(name).isPresent(), Collectors.toCollection(TreeSet::new)));
    if (!given.get(true).isEmpty() && !given.get(false).isEmpty()) {
      throw new BadSetting(
          given.get(true).first(),
          "is given without " + String.join(", ", given.get(false)) + "; valid is all, or none");
    }
  }
}

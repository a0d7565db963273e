package dev.starling.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * As much of the compose format as {@code compose.yaml} uses; any other field is refused.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/spec.md">Compose
 *     Specification</a>
 */
record Compose(
    String name,
    Map<String, Service> services,
    Map<String, Network> networks,
    Map<String, Volume> volumes,
    Map<String, FileSecret> secrets) {

  record Service(
      String image,
      Build build,
      List<String> command,
      String user,
      String restart,
      boolean read_only,
      List<String> tmpfs,
      List<String> cap_drop,
      List<String> security_opt,
      String mem_limit,
      String cpus,
      String shm_size,
      int pids_limit,
      Map<String, Integer> ulimits,
      Map<String, String> environment,
      List<JsonNode> secrets,
      List<String> volumes,
      List<String> ports,
      JsonNode networks,
      Map<String, Dependency> depends_on,
      HealthCheck healthcheck,
      Logs logging,
      String stop_signal,
      String stop_grace_period) {}

  record Build(String context, String dockerfile, Map<String, String> args) {}

  record Dependency(String condition) {}

  record HealthCheck(
      List<String> test,
      String interval,
      String timeout,
      int retries,
      String start_period,
      String start_interval) {}

  record Logs(String driver, Map<String, String> options) {}

  record Network(boolean internal, Ipam ipam) {}

  record Ipam(List<Subnet> config) {}

  record Subnet(String subnet) {}

  record Volume() {}

  record FileSecret(String file) {}

  static Compose read() {
    ObjectNode document = (ObjectNode) Yaml.document(Repository.DEPLOY.resolve("compose.yaml"));
    List<String> extensions = new ArrayList<>();
    document.fieldNames().forEachRemaining(extensions::add);
    extensions.removeIf(name -> !name.startsWith("x-"));
    document.remove(extensions);
    return Yaml.as(Compose.class, document);
  }
}

package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is applied as a whole; single services are {@link KubernetesServiceTest}'s. */
class KubernetesTest {
  private static final String PART_OF = "app.kubernetes.io/part-of";

  @ParameterizedTest
  @ValueSource(strings = {"base", "example"})
  void there_is_a_deployment_a_service_and_an_autoscaler_for_each_service(String folder) {
    Cluster cluster = Cluster.of(folder);
    assertThat(names(cluster.all(Deployment.class))).isEqualTo(expected());
    assertThat(names(cluster.all(HorizontalPodAutoscaler.class))).isEqualTo(expected());
    assertThat(names(cluster.all(Service.class)))
        .containsAll(expected())
        .hasSize(expected().size() + 1);
  }

  @Test
  void a_field_that_Kubernetes_does_not_know_is_refused() {
    ObjectNode deployment =
        Kustomization.render(Cluster.FOLDER.resolve("base/services/rest")).stream()
            .filter(object -> object.get("kind").asText().equals("Deployment"))
            .findFirst()
            .orElseThrow();
    deployment.withObject("/spec/template/spec").put("terminationGracePeriod", 20);
    assertThatThrownBy(() -> Yaml.as(Deployment.class, deployment))
        .hasMessageContaining("terminationGracePeriod");
  }

  @Test
  void all_pods_are_found_by_one_name_before_they_are_ready() {
    Cluster cluster = Cluster.of("base");
    Service members = cluster.one(Service.class, "starling-members");
    assertThat(members.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(members.getSpec().getPublishNotReadyAddresses()).isTrue();
    assertThat(members.getSpec().getSelector()).containsOnly(Map.entry(PART_OF, "starling"));
    assertThat(members.getSpec().getPorts())
        .extracting(ServicePort::getPort)
        .containsExactly(
            Settings.of("chat").port("cluster.port"), Settings.of("chat").port("transcript.port"));
  }

  @Test
  void one_pod_at_a_time_is_evicted_of_all() {
    assertThat(Cluster.of("base").all(PodDisruptionBudget.class))
        .singleElement()
        .satisfies(
            budget -> {
              assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
              assertThat(budget.getSpec().getSelector().getMatchLabels())
                  .containsOnly(Map.entry(PART_OF, "starling"));
            });
  }

  @Test
  void everything_is_refused_that_no_rule_allows() {
    NetworkPolicy nothing = Cluster.of("base").one(NetworkPolicy.class, "starling-nothing-else");
    assertThat(nothing.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(nothing.getSpec().getIngress()).isEmpty();
    assertThat(nothing.getSpec().getEgress()).isEmpty();
    assertThat(nothing.getSpec().getPodSelector().getMatchLabels())
        .containsOnly(Map.entry(PART_OF, "starling"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster.port", "transcript.port"})
  void the_ports_of_the_clusters_are_for_members_only(String setting) {
    int port = Settings.of("chat").port(setting);
    List<NetworkPolicy> letIn =
        Cluster.of("base").all(NetworkPolicy.class).stream()
            .filter(
                policy ->
                    policy.getSpec().getIngress().stream()
                        .flatMap(rule -> rule.getPorts().stream())
                        .anyMatch(open -> Integer.valueOf(port).equals(open.getPort().getIntVal())))
            .toList();
    assertThat(letIn)
        .singleElement()
        .satisfies(
            policy ->
                assertThat(policy.getSpec().getIngress().get(0).getFrom())
                    .singleElement()
                    .satisfies(
                        peer -> {
                          assertThat(peer.getNamespaceSelector()).isNull();
                          assertThat(peer.getPodSelector().getMatchLabels())
                              .containsOnly(Map.entry(PART_OF, "starling"));
                        }));
  }

  @Test
  void there_are_never_more_chats_than_their_size_and_one_pod_may_go() {
    Cluster cluster = Cluster.of("example");
    assertThat(cluster.all(Deployment.class))
        .filteredOn(deployment -> size(deployment) > 0)
        .isNotEmpty()
        .allSatisfy(
            deployment -> {
              HorizontalPodAutoscalerSpec scale =
                  cluster
                      .one(HorizontalPodAutoscaler.class, deployment.getMetadata().getName())
                      .getSpec();
              int surge =
                  deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getIntVal();
              int size = size(deployment);
              assertThat(scale.getMinReplicas()).isEqualTo(size);
              assertThat(scale.getMaxReplicas() + surge).isLessThanOrEqualTo(size);
              assertThat(scale.getMinReplicas() - 1).as("more than half").isGreaterThan(size / 2);
            });
  }

  private static int size(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
        .filter(variable -> variable.getName().equals("STARLING_CLUSTER_SIZE"))
        .mapToInt(variable -> Integer.parseInt(variable.getValue()))
        .sum();
  }

  @Test
  void the_ingress_leads_to_services_and_ports_that_exist() {
    Cluster cluster = Cluster.of("example");
    assertThat(cluster.all(Ingress.class))
        .isNotEmpty()
        .flatExtracting(ingress -> ingress.getSpec().getRules())
        .flatExtracting(rule -> rule.getHttp().getPaths())
        .allSatisfy(
            path ->
                assertThat(
                        cluster
                            .one(Service.class, path.getBackend().getService().getName())
                            .getSpec()
                            .getPorts())
                    .extracting(ServicePort::getName)
                    .contains(path.getBackend().getService().getPort().getName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "example"})
  void kubectl_makes_the_same_of_it(String folder) throws Exception {
    Program.Result result = Program.wanted("kubectl").run(Cluster.FOLDER, "kustomize", folder);
    assertThat(result.code()).as(result.output()).isZero();
    assertThat(sorted(Kustomization.render(Cluster.FOLDER.resolve(folder))))
        .isEqualTo(sorted(Yaml.documents(result.output())));
  }

  /** By kind and name; lists in any order, for kustomize puts what is new in front. */
  private static Map<String, String> sorted(List<? extends JsonNode> objects) {
    Map<String, String> sorted = new TreeMap<>();
    objects.forEach(
        object ->
            sorted.put(object.get("kind") + " " + object.at("/metadata/name"), sorted(object)));
    return sorted;
  }

  private static String sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, String> fields = new TreeMap<>();
      node.fields().forEachRemaining(field -> fields.put(field.getKey(), sorted(field.getValue())));
      return fields.toString();
    }
    if (node.isArray()) {
      TreeSet<String> elements = new TreeSet<>();
      node.forEach(element -> elements.add(sorted(element)));
      return elements.toString();
    }
    return node.toString();
  }

  private static TreeSet<String> expected() {
    TreeSet<String> names = new TreeSet<>();
    ServiceList.SERVICES.forEach(service -> names.add("starling-" + service));
    return names;
  }

  private static TreeSet<String> names(List<? extends HasMetadata> objects) {
    TreeSet<String> names = new TreeSet<>();
    objects.forEach(object -> names.add(object.getMetadata().getName()));
    return names;
  }
}

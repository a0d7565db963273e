package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether each Deployment fits the service that it runs. */
class KubernetesServiceTest {
  /** To close connections and leave the cluster, beyond {@code drain.timeout}. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private static final Cluster CLUSTER = Cluster.of("base");

  static List<Settings> services() {
    return ServiceList.SERVICES.stream().sorted().map(Settings::of).toList();
  }

  @ParameterizedTest
  @MethodSource("services")
  void its_ports_are_those_of_its_settings(Settings settings) {
    Map<String, Integer> ports =
        container(settings).getPorts().stream()
            .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    Map<String, Integer> expected = new TreeMap<>();
    for (String name : List.of("http", "tcp", "management")) {
      if (settings.has(name + ".port")) {
        expected.put(name, settings.port(name + ".port"));
      }
    }
    assertThat(ports).isEqualTo(expected);

    Service service = CLUSTER.one(Service.class, "starling-" + settings);
    Map<String, Integer> open =
        service.getSpec().getPorts().stream()
            .peek(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo(port.getName()))
            .collect(Collectors.toMap(port -> port.getName(), port -> port.getPort()));
    expected.remove("management");
    assertThat(open).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("services")
  void its_variables_are_settings_of_the_service(Settings settings) {
    assertThat(container(settings).getEnv())
        .extracting(EnvVar::getName)
        .doesNotHaveDuplicates()
        .allMatch(settings::knows)
        .contains("STARLING_CLUSTER_DNS", "STARLING_CLUSTER_HOST");
    for (String listener : List.of("http", "tcp")) {
      assertThat(
              variables(settings)
                  .containsKey("STARLING_" + listener.toUpperCase(Locale.ROOT) + "_HOST"))
          .isEqualTo(settings.has(listener + ".host"));
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void its_address_is_the_pods_own(Settings settings) {
    assertThat(
            variables(settings)
                .get("STARLING_CLUSTER_HOST")
                .getValueFrom()
                .getFieldRef()
                .getFieldPath())
        .isEqualTo("status.podIP");
    assertThat(
            CLUSTER.one(Service.class, variables(settings).get("STARLING_CLUSTER_DNS").getValue()))
        .isNotNull();
  }

  @ParameterizedTest
  @MethodSource("services")
  void its_database_is_a_secret_and_may_be_reached(Settings settings) {
    // The chat's transcript is in the cluster's memory unless it is told otherwise.
    boolean stores = settings.has("database.uri") && !settings.service().equals("chat");
    assertThat(variables(settings).containsKey("STARLING_DATABASE_URI")).isEqualTo(stores);
    assertThat(
            "true"
                .equals(template(settings).getMetadata().getLabels().get("starling.dev/database")))
        .isEqualTo(stores);
    if (stores) {
      EnvVar uri = variables(settings).get("STARLING_DATABASE_URI");
      assertThat(uri.getValue()).isNull();
      assertThat(uri.getValueFrom().getSecretKeyRef().getKey()).isEqualTo(settings.service());
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void it_is_given_the_time_to_drain(Settings settings) {
    Duration before =
        Duration.ofSeconds(container(settings).getLifecycle().getPreStop().getSleep().getSeconds());
    assertThat(Duration.ofSeconds(pod(settings).getTerminationGracePeriodSeconds()))
        .isGreaterThan(before.plus(settings.drain()).plus(GRACE));
    Probe ready = container(settings).getReadinessProbe();
    assertThat(before)
        .as("load balancers have heard of the end before it comes")
        .isGreaterThanOrEqualTo(
            Duration.ofSeconds(ready.getPeriodSeconds() * (long) ready.getFailureThreshold()));
  }

  @ParameterizedTest
  @MethodSource("services")
  void it_is_asked_on_its_management_port(Settings settings) {
    Container container = container(settings);
    assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe()))
        .extracting(probe -> probe.getHttpGet().getPath())
        .containsOnly("/health/live");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    assertThat(
            List.of(
                container.getStartupProbe(),
                container.getLivenessProbe(),
                container.getReadinessProbe()))
        .extracting(probe -> probe.getHttpGet().getPort().getStrVal())
        .containsOnly("management");
  }

  @ParameterizedTest
  @MethodSource("services")
  void it_may_do_nothing_but_serve(Settings settings) {
    PodSpec pod = pod(settings);
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container(settings).getSecurityContext())
        .satisfies(
            context -> {
              assertThat(context.getReadOnlyRootFilesystem()).isTrue();
              assertThat(context.getAllowPrivilegeEscalation()).isFalse();
              assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            });
    assertThat(container(settings).getVolumeMounts())
        .singleElement()
        .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
    assertThat(container(settings).getResources().getLimits()).containsOnlyKeys("cpu", "memory");
  }

  @ParameterizedTest
  @MethodSource("services")
  void one_instance_at_a_time_comes_and_goes(Settings settings) {
    Deployment deployment = CLUSTER.one(Deployment.class, "starling-" + settings);
    assertThat(deployment.getSpec().getReplicas()).as("the autoscaler's").isNull();
    assertThat(deployment.getSpec().getMinReadySeconds()).isPositive();
    assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getIntVal())
        .isEqualTo(1);
    assertThat(
            deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal())
        .isLessThanOrEqualTo(1);
    HorizontalPodAutoscaler autoscaler =
        CLUSTER.one(HorizontalPodAutoscaler.class, "starling-" + settings);
    assertThat(autoscaler.getSpec().getScaleTargetRef().getName())
        .isEqualTo(deployment.getMetadata().getName());
    assertThat(autoscaler.getSpec().getMinReplicas()).isGreaterThanOrEqualTo(2);
    assertThat(
            List.of(
                autoscaler.getSpec().getBehavior().getScaleUp(),
                autoscaler.getSpec().getBehavior().getScaleDown()))
        .flatExtracting(rules -> rules.getPolicies())
        .allSatisfy(policy -> assertThat(policy.getValue()).isEqualTo(1));
  }

  @ParameterizedTest
  @MethodSource("services")
  void its_selectors_meet_its_own_pods_only(Settings settings) {
    Map<String, String> labels = template(settings).getMetadata().getLabels();
    Map<String, String> own = Map.of("app.kubernetes.io/name", settings.service());
    assertThat(labels)
        .containsAllEntriesOf(own)
        .containsEntry("app.kubernetes.io/part-of", "starling");
    assertThat(CLUSTER.one(Service.class, "starling-" + settings).getSpec().getSelector())
        .isEqualTo(own);
    assertThat(
            CLUSTER
                .one(Deployment.class, "starling-" + settings)
                .getSpec()
                .getSelector()
                .getMatchLabels())
        .isEqualTo(own);
    assertThat(Set.of(container(settings).getImage()))
        .allMatch(image -> image.startsWith("starling/" + settings + ":"));
  }

  private static PodTemplateSpec template(Settings settings) {
    return CLUSTER.one(Deployment.class, "starling-" + settings).getSpec().getTemplate();
  }

  private static PodSpec pod(Settings settings) {
    return template(settings).getSpec();
  }

  private static Container container(Settings settings) {
    assertThat(pod(settings).getContainers()).hasSize(1);
    return pod(settings).getContainers().get(0);
  }

  private static Map<String, EnvVar> variables(Settings settings) {
    return container(settings).getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, variable -> variable));
  }
}

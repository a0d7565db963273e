package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every module is in the list of services, and every service of the list in every file. */
class ServiceListTest {
  /**
   * A file that names every service, or every one with a database.
   *
   * @param path from the root of the repository
   * @param entry the text by which a service is there
   */
  private record Place(String path, boolean databasesOnly, Function<String, String> entry) {
    static Place all(String path, Function<String, String> entry) {
      return new Place(path, false, entry);
    }

    static Place databases(String path, Function<String, String> entry) {
      return new Place(path, true, entry);
    }

    Stream<String> missing(String service) {
      if (databasesOnly && ServiceList.database(service).isEmpty()) {
        return Stream.empty();
      }
      String text = entry.apply(service);
      return Repository.read(Repository.ROOT.resolve(path)).contains(text)
          ? Stream.empty()
          : Stream.of("%s lacks the service %s: no \"%s\"".formatted(path, service, text.strip()));
    }
  }

  private static final List<Place> PLACES =
      List.of(
          Place.all("verticles/pom.xml", "<module>%s</module>"::formatted),
          Place.all("deploy/quickstart/pom.xml", "<artifactId>%s</artifactId>"::formatted),
          Place.all(
              "deploy/quickstart/src/main/java/dev/starling/quickstart/Quickstart.java",
              service -> capitalized(service) + "Service.DEFINITION"),
          Place.all("deploy/system-tests/pom.xml", "<artifactId>%s</artifactId>"::formatted),
          Place.all("deploy/compose.yaml", "\n  %s-1:"::formatted),
          Place.all("deploy/compose.yaml", "SERVICE: %s,"::formatted),
          Place.databases("deploy/compose.yaml", "secrets/%s.yaml"::formatted),
          Place.all("deploy/kubernetes/base/kustomization.yaml", "\n  - services/%s\n"::formatted),
          Place.all(
              "deploy/kubernetes/example/kustomization.yaml", "{name: starling/%s,"::formatted),
          Place.all("deploy/monitoring/prometheus.yaml", ServiceListTest::scraped),
          Place.all("deploy/haproxy/haproxy.cfg", service -> checked(service, 1)),
          Place.all("deploy/haproxy/haproxy.cfg", service -> checked(service, 2)),
          Place.all("deploy/haproxy/haproxy.cfg", service -> checked(service, 3)),
          Place.all("deploy/haproxy/haproxy.cfg", service -> balanced(service, 1)),
          Place.all("deploy/haproxy/haproxy.cfg", service -> balanced(service, 2)),
          Place.all("deploy/haproxy/haproxy.cfg", service -> balanced(service, 3)),
          // make-secrets reads the list line by line.
          Place.databases(
              "deploy/services.yaml",
              service ->
                  "\n  %s: {database: %s}\n"
                      .formatted(service, ServiceList.database(service).orElseThrow())));

  private static String capitalized(String service) {
    return service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1);
  }

  /** The management port of instance n, as HAProxy's README places instances. */
  private static int managementPort(String service, int instance) {
    return Settings.of(service).port("management.port") + 100 * instance;
  }

  private static String scraped(String service) {
    return "job: %s}, targets: [\"127.0.0.1:%d\", \"127.0.0.1:%d\"]"
        .formatted(service, managementPort(service, 1), managementPort(service, 2));
  }

  private static String checked(String service, int instance) {
    return "presetenv %s 127.0.0.1:%d\n"
        .formatted(healthOf(service, instance), managementPort(service, instance));
  }

  private static String balanced(String service, int instance) {
    return " addr \"${%s}\"\n".formatted(healthOf(service, instance));
  }

  private static String healthOf(String service, int instance) {
    return "LB_%s_%d_HEALTH".formatted(service.toUpperCase(Locale.ROOT), instance);
  }

  @Test
  void every_module_is_a_service_of_the_list_or_a_program() {
    Set<String> listed = new HashSet<>(ServiceList.SERVICES);
    listed.addAll(ServiceList.PROGRAMS);
    assertThat(ProjectClasses.services())
        .as("modules of verticles/ and deploy/services.yaml")
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void every_service_is_in_every_file_that_names_them_all() {
    List<String> missing = new ArrayList<>();
    for (String service : ServiceList.SERVICES) {
      PLACES.stream().flatMap(place -> place.missing(service)).forEach(missing::add);
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_service_has_its_settings_and_its_description() {
    for (String service : ServiceList.SERVICES) {
      assertThat(Repository.ROOT.resolve("config/" + service + ".yaml")).exists();
      assertThat(Repository.ROOT.resolve("verticles/" + service + "/README.md")).exists();
      assertThat(
              Repository.DEPLOY
                  .resolve("kubernetes/base/services/" + service)
                  .resolve("kustomization.yaml"))
          .exists();
    }
  }
}

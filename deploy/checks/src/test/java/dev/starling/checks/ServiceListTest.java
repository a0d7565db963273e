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
      String text = entry.apply(service);
      boolean wanted = !databasesOnly || ServiceList.database(service).isPresent();
      return wanted && !Repository.read(Repository.ROOT.resolve(path)).contains(text)
          ? Stream.of("%s lacks the service %s: no \"%s\"".formatted(path, service, text))
          : Stream.empty();
    }
  }

  private static final List<Place> PLACES =
      List.of(
          Place.all("verticles/pom.xml", "<module>%s</module>"::formatted),
          Place.all("deploy/quickstart/pom.xml", "<artifactId>%s</artifactId>"::formatted),
          Place.all(
              "deploy/quickstart/src/main/java/dev/starling/quickstart/Quickstart.java",
              "import dev.starling.%s."::formatted),
          Place.all("deploy/system-tests/pom.xml", "<artifactId>%s</artifactId>"::formatted),
          Place.all("deploy/compose.yaml", "\n  %s-1:"::formatted),
          Place.all("deploy/compose.yaml", "SERVICE: %s,"::formatted),
          Place.databases("deploy/compose.yaml", "secrets/%s.yaml"::formatted),
          Place.all("deploy/kubernetes/base/kustomization.yaml", "\n  - services/%s\n"::formatted),
          Place.all("deploy/monitoring/prometheus.yaml", "job: %s}"::formatted),
          Place.all("deploy/haproxy/haproxy.cfg", ServiceListTest::healthOfTheFirst));

  private static String healthOfTheFirst(String service) {
    return "\"${LB_%s_1_HEALTH}\"".formatted(service.toUpperCase(Locale.ROOT));
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

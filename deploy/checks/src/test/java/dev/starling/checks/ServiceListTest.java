package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every module is in the list of services, and the files that name all services follow the list.
 * With {@code -Dservices.write=true} those are written instead.
 */
class ServiceListTest {
  private static final Path QUICKSTART =
      Repository.DEPLOY.resolve("quickstart/src/main/java/dev/starling/quickstart/Quickstart.java");

  @Test
  void every_module_is_a_service_of_the_list_or_a_program() {
    Set<String> listed = new HashSet<>(ServiceList.SERVICES);
    listed.addAll(ServiceList.PROGRAMS);
    assertThat(ProjectClasses.services())
        .as("modules of verticles/ and deploy/services.yaml")
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void files_that_name_all_services_are_as_the_list_has_them() {
    Map<String, String> files = WrittenFiles.all();
    if (Boolean.getBoolean("services.write")) {
      files.forEach(WrittenFiles::write);
      return;
    }
    List<String> stale = new ArrayList<>();
    files.forEach(
        (path, text) -> {
          if (!WrittenFiles.present(path).equals(text)) {
            stale.add(path);
          }
        });
    assertThat(stale)
        .as("files that differ from deploy/services.yaml; deploy/README.md says how to write them")
        .isEmpty();
  }

  @Test
  void every_service_runs_in_quickstart() {
    String quickstart = Repository.read(QUICKSTART);
    assertThat(ServiceList.SERVICES)
        .as("services with a line in SERVICES of Quickstart.java")
        .allMatch(service -> quickstart.contains(definition(service)));
  }

  private static String definition(String service) {
    String type = service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1);
    return type + "Service.DEFINITION";
  }

  @Test
  void every_service_has_its_settings_and_its_description() {
    for (String service : ServiceList.SERVICES) {
      assertThat(Repository.ROOT.resolve("config/" + service + ".yaml")).exists();
      assertThat(Repository.ROOT.resolve("verticles/" + service + "/README.md")).exists();
    }
  }
}

package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forge's workflows name commands, scenarios and classes that there are. */
class WorkflowsTest {
  /** The longest job that a forge's own machines allow. */
  private static final int MOST_MINUTES = 360;

  private static final Path SYSTEM_TESTS = Repository.DEPLOY.resolve("system-tests");
  private static final Set<String> NO_SCENARIOS = Set.of("nightly");

  private static final JsonNode BUILD = workflow("build");
  private static final JsonNode NIGHTLY = workflow("nightly");

  @Test
  void every_push_and_pull_request_goes_through_the_gate() {
    assertThat(BUILD.path("on").fieldNames()).toIterable().contains("push", "pull_request");
    assertThat(commands(BUILD.path("jobs").path("build"))).contains(".ci/run");
    assertThat(Repository.ROOT.resolve(".ci/run")).isExecutable();
  }

  @Test
  void each_night_every_scenario_is_run() {
    assertThat(NIGHTLY.path("on").path("schedule").get(0).path("cron").asText())
        .matches("\\d+ \\d+ \\* \\* \\*");
    Set<String> run = new TreeSet<>();
    matrix().forEach(entry -> run.add(entry.path("scenario").asText()));
    assertThat(run).isEqualTo(scenariosOfTheCommand());
    assertThat(commands(NIGHTLY.path("jobs").path("scenario")))
        .anyMatch(command -> command.startsWith("deploy/system-tests/run ${{ matrix.scenario }} "));
    assertThat(SYSTEM_TESTS.resolve("run")).isExecutable();
  }

  @Test
  void every_scenario_of_the_command_has_tests_and_every_tag_is_one() throws IOException {
    Pattern tag = Pattern.compile("@Tag\\(\"([a-z0-9-]+)\"\\)");
    Set<String> tags = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SYSTEM_TESTS.resolve("src/test/java"))) {
      files
          .filter(file -> file.toString().endsWith("IT.java"))
          .flatMap(file -> tag.matcher(Repository.read(file)).results())
          .forEach(found -> tags.add(found.group(1)));
    }
    tags.removeAll(NO_SCENARIOS);
    assertThat(tags).isEqualTo(scenariosOfTheCommand());
  }

  @Test
  void classes_that_are_named_are_there() {
    for (JsonNode entry : matrix()) {
      String name = entry.path("in").asText().split("#", 2)[0];
      if (!name.startsWith("*")) {
        assertThat(
                SYSTEM_TESTS.resolve(
                    "src/test/java/dev/starling/systemtests/scenario/" + name + ".java"))
            .exists();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "nightly"})
  void every_job_has_a_time_limit_and_keeps_what_explains_a_failure(String name) {
    for (JsonNode job : workflow(name).path("jobs")) {
      JsonNode minutes = job.path("timeout-minutes");
      if (minutes.isInt()) {
        assertThat(minutes.asInt()).isBetween(1, MOST_MINUTES);
      } else {
        assertThat(minutes.asText()).isEqualTo("${{ matrix.minutes }}");
        assertThat(matrix())
            .allMatch(entry -> entry.path("minutes").asInt(0) > 0)
            .allMatch(entry -> entry.path("minutes").asInt() <= MOST_MINUTES);
      }
      assertThat(steps(job))
          .filteredOn(step -> step.path("uses").asText().startsWith("actions/upload-artifact@"))
          .singleElement()
          .satisfies(
              step ->
                  assertThat(step.path("with").path("path").asText())
                      .contains("deploy/system-tests/target/logs"));
    }
  }

  private static Set<String> scenariosOfTheCommand() {
    var line =
        Pattern.compile("SCENARIOS=\"([^\"]+)\"")
            .matcher(Repository.read(SYSTEM_TESTS.resolve("run")));
    assertThat(line.find()).isTrue();
    return new TreeSet<>(List.of(line.group(1).split(" ")));
  }

  private static List<JsonNode> matrix() {
    return list(
        NIGHTLY.path("jobs").path("scenario").path("strategy").path("matrix").path("include"));
  }

  private static List<String> commands(JsonNode job) {
    return steps(job).stream().map(step -> step.path("run").asText()).toList();
  }

  private static List<JsonNode> steps(JsonNode job) {
    return list(job.path("steps"));
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static JsonNode workflow(String name) {
    try {
      return new ObjectMapper(new YAMLFactory())
          .readTree(Repository.ROOT.resolve(".github/workflows/" + name + ".yaml").toFile());
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}

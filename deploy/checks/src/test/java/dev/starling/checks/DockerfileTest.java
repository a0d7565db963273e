package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.checks.Dockerfile.Instruction;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DockerfileTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z]+)}");
  private static final Dockerfile FILE =
      Dockerfile.parse(Repository.read(Repository.DEPLOY.resolve("Dockerfile")));

  @Test
  void what_is_no_instruction_is_refused() {
    assertThatThrownBy(() -> Dockerfile.parse("FROM scratch\nENTRYPONT [\"java\"]\n"))
        .hasMessageContaining("ENTRYPONT");
  }

  @Test
  void it_copies_from_stages_that_stand_before() {
    Set<String> stages = new HashSet<>();
    for (Instruction instruction : FILE.instructions()) {
      String from = instruction.flag("from");
      if (instruction.name().equals("COPY") && !from.isEmpty()) {
        assertThat(stages).contains(from);
      }
      if (instruction.name().equals("FROM")) {
        List<String> words = instruction.words();
        String base = words.get(0);
        // An image of a registry has a tag here.
        if (!base.contains(":") && !base.equals("scratch")) {
          assertThat(stages)
              .contains(base.replace("${JAR}", "built"), base.replace("${JAR}", "given"));
        }
        stages.add(words.get(words.size() - 1));
      }
    }
  }

  @Test
  void its_variables_are_declared_in_their_stage() {
    for (Instruction instruction : FILE.instructions()) {
      int scope = instruction.name().equals("FROM") ? 0 : instruction.stage();
      Matcher matcher = VARIABLE.matcher(instruction.text());
      while (matcher.find()) {
        String variable = matcher.group(1);
        assertThat(FILE.all("ARG"))
            .as(instruction.toString())
            .anyMatch(
                declared ->
                    declared.stage() == scope && declared.text().split("=")[0].equals(variable));
      }
    }
  }

  @Test
  void what_it_copies_is_there_and_let_through() {
    for (Instruction copy : FILE.all("COPY")) {
      if (copy.flag("from").isEmpty()) {
        List<String> words = copy.words();
        for (String source : words.subList(0, words.size() - 1)) {
          String path = source.replace("${SERVICE}", "counter");
          if (!path.contains("/target/")) {
            assertThat(Repository.ROOT.resolve(path)).exists();
          }
          assertThat(path.equals(".") || letThrough(path)).as(path).isTrue();
        }
      }
    }
  }

  @Test
  void a_build_sees_sources_and_finished_jars_only() {
    assertThat(
            List.of(
                "pom.xml",
                "shared/core/pom.xml",
                "shared/core/src/main/java/A.java",
                "verticles/chat/pom.xml"))
        .allMatch(DockerfileTest::letThrough);
    assertThat(
            List.of("config/chat.yaml", "deploy/bench/pom.xml", "verticles/chat/target/chat.jar"))
        .allMatch(DockerfileTest::letThrough);
    assertThat(
            List.of(
                ".git/config",
                "deploy/compose/secrets/postgres",
                "shared/core/target/classes/A.class",
                "verticles/chat/target/chat-0.1.0.jar",
                "verticles/chat/target/classes/A.class"))
        .noneMatch(DockerfileTest::letThrough);
  }

  @Test
  void java_is_process_1_and_the_operator_has_the_last_word_on_memory() {
    assertThat(FILE.last("ENTRYPOINT").exec())
        .startsWith("java")
        .containsSequence("-jar", "/app/service.jar")
        .contains("-XX:SharedArchiveFile=/app/service.jsa", "-Djava.library.path=/app/lib")
        .noneMatch(word -> word.contains("MaxRAM") || word.contains("Xmx"));
    assertThat(FILE.last("ENV").text())
        .startsWith("JAVA_TOOL_OPTIONS=")
        .contains("-XX:MaxRAMPercentage=", "-XX:+ExitOnOutOfMemoryError");
    assertThat(FILE.last("STOPSIGNAL").text()).isEqualTo("SIGTERM");
  }

  @Test
  void it_runs_as_nobody_in_particular_the_same_as_in_Kubernetes() {
    assertThat(FILE.last("USER").text()).isEqualTo("10001:10001");
    List<Instruction> all = FILE.instructions();
    assertThat(all.indexOf(FILE.last("USER"))).isLessThan(all.indexOf(FILE.last("ENTRYPOINT")));
    assertThat(
            Cluster.of("base/services/chat")
                .one(Deployment.class, "starling-chat")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getSecurityContext()
                .getRunAsUser())
        .isEqualTo(10001);
  }

  @Test
  void its_scripts_exist_and_are_sound() throws Exception {
    assertThat(FILE.last("HEALTHCHECK").exec()).containsExactly("/app/health", "live");
    assertThat(FILE.last("RUN").exec()).containsExactly("/app/archive");
    for (String script : List.of("archive", "health")) {
      Path file = Repository.DEPLOY.resolve("container").resolve(script);
      assertThat(Files.isExecutable(file)).isTrue();
      assertThat(Repository.read(file)).startsWith("#!/bin/bash\n");
      Program.Result checked =
          new Program(Path.of("/bin/bash")).run(Repository.ROOT, "-n", file.toString());
      assertThat(checked.code()).as(checked.output()).isZero();
    }
  }

  /** The last line that meets a path, or a folder that it is in, decides. */
  private static boolean letThrough(String path) {
    boolean through = true;
    Path whole = Path.of(path);
    for (String line :
        Repository.read(Repository.DEPLOY.resolve("Dockerfile.dockerignore")).lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      boolean exception = line.startsWith("!");
      String pattern = exception ? line.substring(1) : line;
      // Java's ** wants at least one folder; Docker's does not.
      String glob =
          pattern.startsWith("**/") ? "{" + pattern.substring(3) + "," + pattern + "}" : pattern;
      for (int names = 1; names <= whole.getNameCount(); names++) {
        if (FileSystems.getDefault()
            .getPathMatcher("glob:" + glob)
            .matches(whole.subpath(0, names))) {
          through = exception;
        }
      }
    }
    return through;
  }
}

package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdTest {
  private static final Path UNIT = Repository.DEPLOY.resolve("systemd/starling@.service");
  private static final String FROM = "Debian: apt-get install systemd";

  /** In tenths: 0 is the safest, 100 is a service that may do everything. */
  private static final String MOST_EXPOSED = "20";

  @TempDir Path folder;

  @Test
  void systemd_has_nothing_to_complain_of() throws Exception {
    Program.Result result = analyze(Repository.read(UNIT), "verify");
    assertThat(result.output()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void systemd_would_complain_of_what_it_does_not_know() throws Exception {
    String wrong = Repository.read(UNIT).replace("NoNewPrivileges=", "NoNewPrivilege=");
    assertThat(analyze(wrong, "verify").output()).contains("NoNewPrivilege");
  }

  @Test
  void it_is_exposed_no_more_than_a_server_with_a_compiler_must_be() throws Exception {
    Program.Result result =
        analyze(Repository.read(UNIT), "security", "--offline=true", "--threshold=" + MOST_EXPOSED);
    assertThat(result.code()).as(result.output()).isZero();
  }

  @Test
  void it_is_given_the_time_to_drain_and_no_second_try_after_a_bad_setting() {
    Map<String, String> unit =
        Repository.read(UNIT)
            .lines()
            .filter(line -> line.matches("[A-Za-z]+=.*"))
            .map(line -> line.split("=", 2))
            .collect(
                Collectors.toMap(
                    parts -> parts[0], parts -> parts[1], (first, second) -> first + " " + second));
    for (String service : ServiceList.SERVICES) {
      assertThat(Duration.parse("PT" + unit.get("TimeoutStopSec")))
          .isGreaterThan(Settings.of(service).drain().plusSeconds(8));
    }
    assertThat(unit)
        .containsEntry("Restart", "on-failure")
        .containsEntry("RestartPreventExitStatus", "2");
  }

  /** Of one instance of the template, for only that can be loaded. */
  private Program.Result analyze(String unit, String... arguments) throws Exception {
    Program program = Program.required("systemd-analyze", FROM);
    // The program must be there, and on a developer's machine it may be elsewhere.
    String java = ProcessHandle.current().info().command().orElseThrow();
    Path file =
        Files.writeString(
            folder.resolve("starling@counter.service"), unit.replace("/usr/bin/java", java));
    String[] command = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, command, 0, arguments.length);
    command[arguments.length] = file.toString();
    return program.run(folder, command);
  }
}

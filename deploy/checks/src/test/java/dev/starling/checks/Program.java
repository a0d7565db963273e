package dev.starling.checks;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of the machine. A test that needs one that is missing is skipped, and says so. */
record Program(Path path) {
  private static final int SECONDS = 60;

  /** What a program has said, and its exit code. */
  record Result(int code, String output) {}

  /**
   * Finds it, or skips the test; with {@code STARLING_TESTS_SKIP_NOTHING=true} the test fails.
   *
   * @param otherwise where to get it from
   */
  static Program required(String name, String otherwise) {
    Optional<Program> found = find(name);
    if (found.isEmpty() && "true".equals(System.getenv("STARLING_TESTS_SKIP_NOTHING"))) {
      fail(name + " is not installed (" + otherwise + ")");
    }
    return found.orElseGet(() -> skip(name + " is not installed (" + otherwise + ")"));
  }

  /** Finds it, or skips the test: for second opinions. */
  static Program wanted(String name) {
    return find(name).orElseGet(() -> skip(name + " is not installed"));
  }

  private static Optional<Program> find(String name) {
    // Debian keeps servers in /usr/sbin, which is not in every user's PATH.
    return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Program::new);
  }

  private static Program skip(String why) {
    System.out.println("SKIPPED: " + why);
    return Assumptions.abort(why);
  }

  /** Runs it to its end, for at most a minute, without the environment's own configuration. */
  Result run(Path directory, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("starling-check", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("KUBECONFIG", "/dev/null");
      Process process = builder.start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail(command + " did not end within " + SECONDS + " s");
      }
      return new Result(process.exitValue(), Repository.read(output));
    } finally {
      Files.delete(output);
    }
  }
}

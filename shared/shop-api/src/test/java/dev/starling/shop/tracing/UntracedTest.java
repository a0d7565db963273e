package dev.starling.shop.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.Program;
import dev.starling.testing.TestService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntracedTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  /** A process of its own: what this one has loaded for other tests says nothing. */
  static final class Process {
    private Process() {}

    public static void main(String... arguments) throws Exception {
      try (TestService service =
          TestService.start(Branch.definition(true), Map.of("http.port", "0"))) {
        URI uri = URI.create("http://127.0.0.1:" + service.port("http") + "/branch/none");
        int status =
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        System.exit(status == 503 ? 0 : 1);
      }
    }
  }

  @Test
  void without_tracing_none_of_its_classes_is_loaded() throws Exception {
    Path loaded = directory.resolve("loaded");
    java.lang.Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                Program.classPath(),
                Process.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue())
        .as(() -> "it wrote " + read(directory.resolve("output")))
        .isZero();
    assertThat(read(loaded))
        .anyMatch(line -> line.contains(" dev.starling.web.http.HttpEndpoint "))
        .noneMatch(line -> line.contains(" io.opentelemetry."))
        .noneMatch(line -> line.contains(" dev.starling.core.observability.tracing.SpanTracer "));
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}

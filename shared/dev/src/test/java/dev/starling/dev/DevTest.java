package dev.starling.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.FreePorts;
import dev.starling.testing.ServiceEnvironment;
import dev.starling.testing.TcpClient;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dev mode on a service that is edited, in processes of their own. */
@Timeout(240)
class DevTest {
  private static final String LIBRARIES =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private static final String SOURCE =
      """
      package hello;

      import dev.starling.core.launch.Launcher;
      import dev.starling.core.service.ServiceContext;
      import dev.starling.core.service.ServiceDefinition;
      import dev.starling.core.settings.ServiceSettings;
      import dev.starling.net.tcp.TcpEndpoint;
      import io.smallrye.config.ConfigMapping;
      import io.vertx.core.Future;
      import io.vertx.core.VerticleBase;
      import io.vertx.core.buffer.Buffer;

      public final class Hello {
        @ConfigMapping
        public interface Settings extends ServiceSettings {
          String greeting();

          Listener tcp();
        }

        static final class Verticle extends VerticleBase {
          private final Settings settings;
          private final ServiceContext service;

          Verticle(Settings settings, ServiceContext service) {
            this.settings = settings;
            this.service = service;
          }

          @Override
          public Future<?> start() {
            return service.listen(
                TcpEndpoint.server(service)
                    .connectHandler(
                        socket -> socket.end(Buffer.buffer(settings.greeting() + " world"))),
                settings.tcp().host(),
                settings.tcp().port());
          }
        }

        public static void main(String[] args) {
          Launcher.run(
              new ServiceDefinition<>(
                  "hello", Settings.class, settings -> settings.tcp().host(), Verticle::new),
              args);
        }
      }
      """;

  private static final String CONFIG =
      """
      greeting: hello
      tcp: {port: %d}
      management: {port: %d}
      """;

  private final int port = FreePorts.one();
  private final int management = FreePorts.one();
  private final List<String> printed = new ArrayList<>();
  @TempDir private Path folder;
  private Path source;
  private Path config;
  private Process dev;
  private BufferedReader output;

  @BeforeEach
  void build() throws IOException {
    source = folder.resolve("src/main/java/hello/Hello.java");
    config = folder.resolve("src/main/resources/config/hello.yaml");
    Files.createDirectories(source.getParent());
    Files.createDirectories(config.getParent());
    Files.createDirectories(folder.resolve("target/classes"));
    Files.writeString(source, SOURCE);
    Files.writeString(config, CONFIG.formatted(port, management));
    Build build = new Build(classPath(), Optional.empty(), "17");
    Snapshot files = Snapshot.of(build.roots());
    assertThat(build.update(Set.of(source, config), files)).isEmpty();
  }

  @AfterEach
  void stop() throws InterruptedException {
    dev.destroy();
    assertThat(dev.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_saved_source_and_saved_settings_are_in_force_after_a_restart_and_one_with_errors_is_not()
      throws IOException {
    start("1");
    await("dev: ready after");
    assertThat(greeting(port)).isEqualTo("hello world");

    Files.writeString(source, SOURCE.replace(" world", " moon"));
    await("dev: ready after");
    assertThat(greeting(port)).isEqualTo("hello moon");

    Files.writeString(source, SOURCE.replace("Future<?> start()", "Future<?> begin()"));
    await("dev: not compiled; waiting for the next change");
    assertThat(printed).anyMatch(line -> line.contains("Hello.java:30: error: "));
    assertThat(greeting(port)).isEqualTo("hello moon");

    Files.writeString(source, SOURCE);
    await("dev: ready after");
    assertThat(greeting(port)).isEqualTo("hello world");

    Files.writeString(config, CONFIG.formatted(port, management).replace("hello", "good bye"));
    await("dev: ready after");
    assertThat(greeting(port)).isEqualTo("good bye world");
  }

  @Test
  void two_instances_are_in_one_cluster_and_one_of_them_always_listens() throws IOException {
    start("2");
    await("dev: ready after");
    assertThat(printed).anyMatch(line -> line.startsWith("2 ") && line.contains("2 instance(s)"));
    assertThat(greeting(port)).isEqualTo("hello world");
    assertThat(greeting(port + 100)).isEqualTo("hello world");

    Files.writeString(source, SOURCE.replace(" world", " moon"));
    await("is up");
    assertThat(greeting(port)).isEqualTo("hello moon");
    await("dev: ready after");
    assertThat(greeting(port + 100)).isEqualTo("hello moon");
  }

  private String classPath() {
    return folder.resolve("target/classes") + File.pathSeparator + LIBRARIES;
  }

  private void start(String instances) throws IOException {
    int cluster = FreePorts.one();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath(),
            "dev.starling.dev.Dev",
            "--instances",
            instances,
            "hello.Hello");
    ServiceEnvironment.clean(
        builder,
        Map.of(
            "STARLING_CLUSTER_NAME", "dev-" + cluster,
            "STARLING_CLUSTER_PORT", Integer.toString(cluster),
            "STARLING_CLUSTER_MEMBERS", "127.0.0.1:" + cluster));
    dev = builder.redirectErrorStream(true).start();
    output = dev.inputReader();
  }

  /** Reads on to a line with this text. */
  private void await(String text) throws IOException {
    String line;
    do {
      line = output.readLine();
      assertThat(line).as("%s", printed).isNotNull();
      printed.add(line);
    } while (!line.contains(text));
  }

  private static String greeting(int port) throws IOException {
    try (TcpClient client = new TcpClient(port)) {
      return new String(client.rest(), StandardCharsets.UTF_8);
    }
  }
}

package dev.starling.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.FreePorts;
import dev.starling.testing.Program;
import dev.starling.testing.ServiceEnvironment;
import dev.starling.testing.TcpClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service that guide and README show, compiled from there and run in processes of its own. */
@Timeout(120)
class ReadmeExampleTest {
  private static final Path GUIDE = Path.of("../docs/guide.md");
  private static final Pattern CODE =
      Pattern.compile("```java\\n(package dev\\.starling\\.hello;.*?)```", Pattern.DOTALL);
  private static final Pattern TEST =
      Pattern.compile("```java\\n(package [^`]*class HelloServiceTest .*?)```", Pattern.DOTALL);
  private static final Pattern VERTICLE =
      Pattern.compile(
          "```java\\n(private static final class HelloVerticle .*?)```", Pattern.DOTALL);
  private static final Pattern CONFIG =
      Pattern.compile("`config/hello\\.yaml`\\s+```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ADDRESS = Pattern.compile("tcp 127\\.0\\.0\\.1:(\\d+)");
  private static final String CLASSES = Program.classPath();

  @TempDir private Path folder;

  @BeforeEach
  void compile() throws IOException {
    String guide = Files.readString(GUIDE);
    Path source = folder.resolve("HelloService.java");
    Files.writeString(source, block(CODE, guide));
    Path test = folder.resolve("HelloServiceTest.java");
    Files.writeString(test, block(TEST, guide));
    Files.createDirectory(folder.resolve("config"));
    Files.writeString(folder.resolve("config/hello.yaml"), block(CONFIG, guide));
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-Xlint:all,-processing,-classfile",
                "-Werror",
                "-cp",
                CLASSES,
                "-d",
                folder.toString(),
                source.toString(),
                test.toString());
    assertThat(errors).isZero();
  }

  private static String block(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private Process start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + System.getProperty("path.separator") + CLASSES,
                "dev.starling.hello.HelloService"));
    ServiceEnvironment.clean(builder, environment);
    builder.environment().putAll(Map.of("STARLING_TCP_PORT", "0", "STARLING_MANAGEMENT_PORT", "0"));
    return builder.redirectErrorStream(true).start();
  }

  private static int port(BufferedReader log) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      all.append(line).append('\n');
    }
    throw new AssertionError("it did not start:\n" + all);
  }

  @Test
  void the_readme_shows_the_verticle_of_the_guide() throws IOException {
    String verticle = block(VERTICLE, Files.readString(Path.of("../../README.md")));
    assertThat(block(CODE, Files.readString(GUIDE)))
        .contains(verticle.indent(2).replaceAll("(?m)^ +$", ""));
  }

  @Test
  void two_instances_answer_in_one_cluster() throws Exception {
    int free = FreePorts.one();
    Map<String, String> cluster =
        Map.of(
            "STARLING_CLUSTER_NAME", "readme-" + free,
            "STARLING_CLUSTER_PORT", Integer.toString(free),
            "STARLING_CLUSTER_MEMBERS", "127.0.0.1:" + free);
    Process one = start(cluster);
    Process other = start(cluster);
    try (BufferedReader first = one.inputReader();
        BufferedReader second = other.inputReader()) {
      for (int port : new int[] {port(first), port(second)}) {
        try (TcpClient client = new TcpClient(port)) {
          assertThat(client.line()).matches("hello \\d+\n");
        }
      }
    } finally {
      one.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  void a_certificate_that_is_not_there_ends_it_with_exit_code_2_and_a_line() throws Exception {
    Process process =
        start(
            Map.of(
                "STARLING_CLUSTER_ENABLED", "false",
                "STARLING_TLS_CERTIFICATE", "/nowhere.pem",
                "STARLING_TLS_KEY", "/nowhere.pem"));
    try (BufferedReader log = process.inputReader()) {
      assertThat(log.lines().toList())
          .singleElement()
          .asString()
          .startsWith(
              "hello: tls.certificate: '/nowhere.pem' from environment variable"
                  + " STARLING_TLS_CERTIFICATE cannot be used: no such file; valid is");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }
}

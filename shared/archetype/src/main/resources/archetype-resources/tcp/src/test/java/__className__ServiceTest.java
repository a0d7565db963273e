package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.ProcessInstance;
import dev.starling.testing.Program;
import dev.starling.testing.Starling;
import dev.starling.testing.StarlingExtension;
import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StarlingExtension.class)
@Timeout(180)
class ${className}ServiceTest {
  private static final Map<String, String> ANY_PORT = Map.of("tcp.port", "0");

  @Test
  void lines_come_back_in_capitals_and_one_that_is_too_long_is_refused(Starling starling)
      throws IOException {
    TestService service = starling.start(${className}Service.DEFINITION, ANY_PORT);
    TcpClient client = starling.tcp(service);
    assertThat(client.line()).isEqualTo("hello, 1 online\n");
    client.send("good day\n");
    assertThat(client.line()).isEqualTo("GOOD DAY\n");
    client.send("x".repeat(1_025) + "\n");
    assertThat(client.line()).isEqualTo("ERROR line longer than 1024 bytes\n");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void clients_of_a_killed_instance_are_counted_no_more(Starling starling) throws IOException {
    List<ProcessInstance> instances =
        starling.start(2, Program.main(${className}Service.class), ANY_PORT);
    starling.tcp(instances.get(0));
    starling.tcp(instances.get(1));
    awaitGreeting(instances.get(0), "hello, 3 online\n");
    instances.get(1).kill();
    awaitGreeting(instances.get(0), "hello, 2 online\n");
  }

  /** Connects until the number is right: the instances take a moment to tell each other. */
  private static void awaitGreeting(ProcessInstance instance, String greeting) throws IOException {
    String line;
    do {
      try (TcpClient client = new TcpClient(instance.port("tcp"))) {
        line = client.line();
      }
    } while (!line.equals(greeting));
  }
}

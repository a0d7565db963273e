package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.ProcessInstance;
import dev.starling.testing.Program;
import dev.starling.testing.Starling;
import dev.starling.testing.StarlingExtension;
import dev.starling.testing.TestService;
import dev.starling.testing.WebSocketClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StarlingExtension.class)
@Timeout(180)
class ${className}ServiceTest {
  private static final Map<String, String> ANY_PORT = Map.of("http.port", "0");

  @Test
  void a_message_that_is_too_long_closes_with_1009(Starling starling) throws Exception {
    TestService service = starling.start(${className}Service.DEFINITION, ANY_PORT);
    WebSocketClient client = starling.webSocket(service, "/messages");
    client.send("x".repeat(4_097));
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void a_message_reaches_the_clients_of_all_instances_also_after_one_was_killed(Starling starling)
      throws Exception {
    List<ProcessInstance> instances =
        starling.start(2, Program.main(${className}Service.class), ANY_PORT);
    WebSocketClient one = starling.webSocket(instances.get(0), "/messages");
    WebSocketClient neighbour = starling.webSocket(instances.get(0), "/messages");
    WebSocketClient other = starling.webSocket(instances.get(1), "/messages");
    other.send("good day");
    assertThat(one.next()).isEqualTo("good day");
    assertThat(neighbour.next()).isEqualTo("good day");
    assertThat(other.next()).isEqualTo("good day");
    instances.get(1).kill();
    one.send("still here");
    assertThat(neighbour.next()).isEqualTo("still here");
  }
}

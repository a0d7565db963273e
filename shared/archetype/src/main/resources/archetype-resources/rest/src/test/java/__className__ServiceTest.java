package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.openapi.testing.ContractClient;
import dev.starling.testing.ProcessInstance;
import dev.starling.testing.Program;
import dev.starling.testing.ServiceInstance;
import dev.starling.testing.Starling;
import dev.starling.testing.StarlingExtension;
import dev.starling.testing.TestService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An answer that is not as {@code openapi.yaml} has it fails a test. */
@ExtendWith(StarlingExtension.class)
@Timeout(180)
class ${className}ServiceTest {
  @Test
  void what_does_not_fit_the_contract_is_refused(Starling starling) throws Exception {
    TestService service = starling.start(${className}Service.DEFINITION, settings(starling));
    service.awaitReady();
    try (ContractClient client = client(service)) {
      assertThat(client.send("POST", "/notes", "{\"text\": \"\"}").status()).isEqualTo(400);
      assertThat(client.get("/notes/1").status()).isEqualTo(404);
    }
  }

  @Test
  void a_note_is_there_on_the_other_instance_also_after_the_first_was_killed(Starling starling)
      throws Exception {
    List<ProcessInstance> instances =
        starling.start(2, Program.main(${className}Service.class), settings(starling));
    try (ContractClient here = client(instances.get(0));
        ContractClient there = client(instances.get(1))) {
      ContractAnswer added = here.send("POST", "/notes", "{\"text\": \"buy milk\"}");
      assertThat(added.status()).isEqualTo(201);
      instances.get(0).kill();
      ContractAnswer found = there.get(added.header("Location").orElseThrow());
      assertThat(found.status()).isEqualTo(200);
      assertThat(found.body()).isEqualTo(added.body());
    }
  }

  private static Map<String, String> settings(Starling starling) {
    return Map.of("http.port", "0", "database.uri", starling.database().uri());
  }

  private static ContractClient client(ServiceInstance instance) throws TimeoutException {
    return new ContractClient(instance.port("http"), "/${artifactId}/openapi.yaml");
  }
}

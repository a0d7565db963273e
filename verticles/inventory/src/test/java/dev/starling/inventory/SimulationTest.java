package dev.starling.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import dev.starling.openapi.testing.ContractClient;
import dev.starling.shop.Inventory;
import dev.starling.testing.EmbeddedDatabase;
import dev.starling.testing.TestService;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class SimulationTest {
  private static final Duration DELAY = Duration.ofMillis(400);
  private static EmbeddedDatabase database;

  @BeforeAll
  static void create() {
    database = EmbeddedDatabase.create();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  private record Settings(Duration delay, double failureRate)
      implements InventorySettings.Simulate {}

  private static TestService start(Map<String, String> simulate)
      throws InterruptedException, TimeoutException {
    Map<String, String> settings = new HashMap<>(simulate);
    settings.put("http.port", "0");
    settings.put("database.uri", database.uri());
    settings.put("sample-data", "true");
    TestService service = TestService.start(InventoryService.DEFINITION, settings);
    service.awaitReady();
    return service;
  }

  private static ContractClient client(TestService service) throws TimeoutException {
    return new ContractClient(service.port("http"), "/inventory/openapi.yaml");
  }

  private static Future<Inventory.Answer> ask(TestService service) {
    return Inventory.ask(service.node().bus(), new Inventory.Ask(List.of(4)), 5_000);
  }

  @Test
  void with_a_failure_rate_of_one_all_fails_whichever_way_it_comes_in() throws Exception {
    try (TestService service = start(Map.of("simulate.failure-rate", "1.0"));
        ContractClient client = client(service)) {
      assertThat(client.get("/products/4/inventory").problem(500)).contains("on purpose");
      client.get("/inventory?product_id=4").problem(500);
      client.send("PUT", "/products/4/inventory", "{\"inventory\":5}").problem(500);
      assertThatThrownBy(() -> ask(service).await(60, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              ReplyException.class, failure -> assertThat(failure.failureCode()).isEqualTo(500));
    }
  }

  @Test
  void with_a_delay_every_answer_waits_whichever_way_it_is_asked_for() throws Exception {
    try (TestService service = start(Map.of("simulate.delay", DELAY.toMillis() + "ms"));
        ContractClient client = client(service)) {
      Instant asked = Instant.now();
      assertThat(client.get("/products/4/inventory").body()).isEqualTo("{\"inventory\":4}");
      Instant answered = Instant.now();
      assertThat(Duration.between(asked, answered)).isGreaterThanOrEqualTo(DELAY);
      assertThat(ask(service).await(60, TimeUnit.SECONDS).levels()).hasSize(1);
      assertThat(Duration.between(answered, Instant.now())).isGreaterThanOrEqualTo(DELAY);
      client.send("PUT", "/products/4/inventory", "{\"inventory\":4}").object();
    }
  }

  @Test
  void what_was_asked_before_the_drain_is_answered() throws Exception {
    try (TestService service = start(Map.of("simulate.delay", DELAY.toMillis() + "ms"))) {
      Future<Inventory.Answer> answer = ask(service);
      service.drain();
      assertThat(answer.await(60, TimeUnit.SECONDS).levels()).hasSize(1);
    }
  }

  @Test
  void as_many_fail_as_the_rate_says() {
    double[] chances = {0.0, 0.24, 0.25, 0.99};
    int[] at = {0};
    DoubleSupplier inTurn = () -> chances[at[0]++];
    Simulation simulation = new Simulation(null, new Settings(Duration.ZERO, 0.25), inTurn);
    assertThat(simulation.get().failed()).isTrue();
    assertThat(simulation.get().failed()).isTrue();
    assertThat(simulation.get().succeeded()).isTrue();
    assertThat(simulation.get().succeeded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1", "-0.1", "NaN", "half", "50%", "2", "1e-1"})
  void a_rate_that_is_no_share_is_a_bad_setting(String rate) {
    assertThatThrownBy(() -> load(rate))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("simulate.failure-rate")
        .hasMessageContaining("0.0 to 1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "0.25", "1", "1.0"})
  void a_share_is_a_good_rate(String rate) throws SettingsException {
    assertThat(load(rate).simulate().failureRate()).isEqualTo(Double.parseDouble(rate));
  }

  private static InventorySettings load(String rate) throws SettingsException {
    return SettingsLoader.load(
            InventorySettings.class,
            "inventory",
            List.of(),
            Map.of(),
            Map.of("simulate.failure-rate", rate))
        .settings();
  }
}

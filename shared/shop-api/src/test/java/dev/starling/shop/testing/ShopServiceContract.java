package dev.starling.shop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.bus.Bus;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.openapi.testing.ContractClient;
import dev.starling.testing.EmbeddedDatabase;
import dev.starling.testing.Starling;
import dev.starling.testing.StarlingExtension;
import dev.starling.testing.TestService;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every service of the shop: one that runs, with a database of sample rows. */
@Timeout(180)
@ExtendWith(StarlingExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ShopServiceContract<S extends ServiceSettings> {
  private static final long PATIENCE_MILLIS = 60_000;
  private static final long POLL_MILLIS = 50;

  private final ServiceDefinition<S> definition;
  private final String readable;
  private Starling starling;
  private EmbeddedDatabase database;
  private TestService service;
  private ContractClient client;

  /**
   * @param readable a path that can be read at any time
   */
  protected ShopServiceContract(ServiceDefinition<S> definition, String readable) {
    this.definition = definition;
    this.readable = readable;
  }

  @BeforeAll
  void start(Starling given) throws Exception {
    starling = given;
    database = starling.database();
    service = start(Map.of("sample-data", "true"));
    client = client(service);
  }

  /** The service whose database has the sample rows. */
  protected TestService service() {
    return service;
  }

  /** As other services ask it. */
  protected Bus bus() {
    return service.node().bus();
  }

  protected ContractClient client() {
    return client;
  }

  /** Starts another instance on the same database; returns once it is ready. */
  protected TestService start(Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(Map.of("http.port", "0", "database.uri", database.uri()));
    all.putAll(settings);
    TestService started = starling.start(definition, all);
    started.awaitReady();
    return started;
  }

  protected ContractClient client(TestService of) throws TimeoutException {
    return starling.opened(
        new ContractClient(of.port("http"), "/" + definition.name() + "/openapi.yaml"));
  }

  /** Runs a statement past the service. */
  protected void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Waits for an answer over the event bus. */
  protected static <R> R await(Future<R> answer) throws TimeoutException {
    return answer.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The code that a question over the event bus fails with. */
  protected static int failure(Future<?> answer) {
    Throwable[] failure = new Throwable[1];
    assertThatThrownBy(() -> await(answer))
        .isInstanceOf(ReplyException.class)
        .satisfies(thrown -> failure[0] = thrown);
    return ((ReplyException) failure[0]).failureCode();
  }

  @Test
  void the_contract_that_is_served_is_the_one_that_is_checked_against() throws Exception {
    try (InputStream in =
        getClass().getResourceAsStream("/" + definition.name() + "/openapi.yaml")) {
      assertThat(client.get("/openapi.yaml").body())
          .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(client.get("/docs").status()).isEqualTo(200);
  }

  @Test
  void what_is_not_there_is_a_404_and_a_wrong_method_a_405() throws Exception {
    assertThat(client.get("/nothing").problem(404)).contains("/nothing");
    assertThat(client.get(readable + "/more").status()).isIn(400, 404, 405);
    ContractAnswer answer = client.send("POST", readable, "{}");
    assertThat(answer.problem(405)).contains("POST");
    assertThat(answer.header("Allow").orElseThrow()).contains("GET", "HEAD", "OPTIONS");
  }

  @Test
  void the_head_is_there_without_the_body() throws Exception {
    assertThat(client.send("HEAD", readable, null).status()).isEqualTo(200);
  }

  @Test
  void a_database_that_goes_away_is_a_503_and_all_is_well_when_it_is_back() throws Exception {
    String before = client.get(readable).body();
    database.stopServer();
    try {
      client.get(readable).problem(503);
      complains();
    } finally {
      database.restartServer();
    }
    service.awaitReady();
    assertThat(client.get(readable).body()).isEqualTo(before);
  }

  /** Waits until the service is not ready, and says why. */
  private void complains() throws Exception {
    HttpRequest ready =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + service.port("management") + "/health/ready"))
            .timeout(Duration.ofMillis(PATIENCE_MILLIS))
            .build();
    Instant deadline = Instant.now().plusMillis(PATIENCE_MILLIS);
    while (service.isReady()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(POLL_MILLIS);
    }
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(ready, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("database");
  }

  @Test
  void without_the_address_of_a_database_it_does_not_start() throws SettingsException {
    S settings =
        SettingsLoader.load(definition.settings(), definition.name(), List.of(), Map.of(), Map.of())
            .settings();
    assertThat(definition.validation().apply(settings).orElseThrow())
        .hasMessageContainingAll("database.uri", "postgresql://");
  }
}

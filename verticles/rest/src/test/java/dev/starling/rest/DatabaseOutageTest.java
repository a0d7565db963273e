package dev.starling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.testing.EmbeddedDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients see while the database is not there, and after. */
class DatabaseOutageTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private EmbeddedDatabase database;
  private RunningRest rest;

  @BeforeEach
  void create() {
    database = EmbeddedDatabase.create();
  }

  @AfterEach
  void stop() throws TimeoutException {
    rest.close();
  }

  @Test
  void a_database_that_refuses_is_a_503_until_it_is_back() throws Exception {
    rest = RunningRest.start(database, Map.of());
    rest.service().awaitReady();
    assertThat(rest.client().get("/brands").status()).isEqualTo(200);

    database.stopServer();
    try {
      for (int request = 0; request < 20; request++) {
        assertUnavailable();
      }
      assertThat(health("live")).isEqualTo(200);
      assertThat(health("ready")).isEqualTo(503);
    } finally {
      database.restartServer();
    }

    rest.service().awaitReady();
    assertThat(rest.client().get("/brands").status()).isEqualTo(200);
  }

  @Test
  void a_database_that_is_silent_is_a_503_until_it_speaks() throws Exception {
    rest = RunningRest.start(database, Map.of());
    rest.service().awaitReady();
    assertThat(rest.client().get("/brands").status()).isEqualTo(200);

    database.freezeServer();
    try {
      for (int request = 0; request < 5; request++) {
        assertUnavailable();
      }
      assertThat(health("ready")).isEqualTo(503);
    } finally {
      database.thawServer();
    }

    rest.service().awaitReady();
    assertThat(rest.client().get("/brands").status()).isEqualTo(200);
  }

  @Test
  void a_service_that_starts_before_its_database_becomes_ready_by_itself() throws Exception {
    database.stopServer();
    try {
      rest = RunningRest.start(database, Map.of());
      assertUnavailable();
      assertThat(rest.client().get("/time").status()).isEqualTo(200);
      assertThat(health("live")).isEqualTo(200);
      assertThat(health("ready")).isEqualTo(503);
    } finally {
      database.restartServer();
    }

    rest.service().awaitReady();
    assertThat(rest.client().get("/products").array()).isEmpty();
  }

  private void assertUnavailable() throws IOException, InterruptedException {
    ContractAnswer answer = rest.client().get("/brands");
    answer.problem(503);
    assertThat(answer.header("Retry-After")).hasValue("1");
  }

  private int health(String what) throws IOException, InterruptedException {
    URI uri =
        URI.create("http://127.0.0.1:" + rest.service().port("management") + "/health/" + what);
    return HTTP.send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}

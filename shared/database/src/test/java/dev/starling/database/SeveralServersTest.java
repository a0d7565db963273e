package dev.starling.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.settings.ServiceSettings;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** URIs that name several servers, or the state that one has to be in. */
@Timeout(240)
class SeveralServersTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Vertx vertx;
  private EmbeddedDatabase database;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
  }

  @AfterEach
  void stop() throws TimeoutException {
    database.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void the_first_that_answers_is_used() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String servers = "@localhost:" + closedPort() + ",localhost:" + silent.getLocalPort() + ",";
      String uri = database.uri().replace("@", servers) + "?connect_timeout=5";
      assertThat(ask(uri)).isEqualTo(1);
      migrate(uri);
    }
  }

  @Test
  void when_none_answers_the_reason_of_the_last_is_said() throws IOException {
    String uri =
        database
            .uri()
            .replaceAll(
                "@localhost:\\d+", "@localhost:" + closedPort() + ",localhost:" + closedPort());
    assertThatThrownBy(() -> ask(uri))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void a_server_is_used_only_in_the_state_that_is_asked_for() throws Exception {
    String readWrite = database.uri() + "?connect_timeout=60&target_session_attrs=read-write";
    String readOnly = database.uri() + "?connect_timeout=60&target_session_attrs=read-only";
    assertThat(ask(readWrite)).isEqualTo(1);
    assertThat(ask(database.uri() + "?connect_timeout=60&target_session_attrs=primary"))
        .isEqualTo(1);
    assertThat(ask(database.uri() + "?connect_timeout=60&target_session_attrs=prefer-standby"))
        .isEqualTo(1);
    assertThatThrownBy(() -> ask(readOnly)).hasMessageContaining("no server is read-only");
    migrate(readWrite);

    makeReadOnly();

    assertThatThrownBy(() -> ask(readWrite)).hasMessageContaining("no server is read-write");
    assertThat(ask(readOnly)).isEqualTo(1);
  }

  private void makeReadOnly() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("alter role current_user set default_transaction_read_only = on");
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private record Settings(Optional<String> uri, int poolSize) implements ServiceSettings.Database {}

  private int ask(String uri) throws TimeoutException {
    DatabaseClient client =
        DatabaseClient.pooled(vertx, new Settings(Optional.of(uri), 1), "test", DEADLINE);
    try {
      return client
          .run(sql -> sql.query("select 1").execute())
          .await(60, TimeUnit.SECONDS)
          .iterator()
          .next()
          .getInteger(0);
    } finally {
      client.close().await(60, TimeUnit.SECONDS);
    }
  }

  private void migrate(String uri) throws TimeoutException {
    new Migrations(vertx, "alpha", new Settings(Optional.of(uri), 1))
        .run()
        .await(30, TimeUnit.SECONDS);
  }
}

package dev.starling.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole table, when it is long. */
class ProductStreamTest {
  private static final int PRODUCTS = 50_000;

  private static RunningRest rest;

  @BeforeAll
  static void start() throws Exception {
    rest = RunningRest.withSampleData();
    try (Connection connection = rest.database().connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into product (product_name, brand_id) select repeat('x', 200), 1"
              + " from generate_series(1001, "
              + PRODUCTS
              + ")");
    }
  }

  @AfterAll
  static void stop() throws TimeoutException {
    rest.close();
  }

  @Test
  void every_product_arrives_once() throws Exception {
    // Not by the client of the contract, which takes long to check so many.
    String products =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rest.port() + "/products"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();

    List<Integer> ids =
        new JsonArray(products)
            .stream().map(product -> ((JsonObject) product).getInteger("product_id")).toList();
    assertThat(ids).hasSize(PRODUCTS).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void a_client_that_does_not_read_holds_up_no_other() throws Exception {
    try (Socket silent = ask("/products")) {
      assertThat(rest.client().get("/products?limit=10").array()).hasSize(10);
      assertThat(rest.client().get("/brands").status()).isEqualTo(200);
      assertThat(silent.isClosed()).isFalse();
    }
  }

  @Test
  void a_failure_on_the_way_breaks_the_answer_off() throws Exception {
    try (Socket socket = ask("/products");
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
      breakStreams();

      assertThatThrownBy(() -> readChunked(answer)).isInstanceOf(IOException.class);
    }
  }

  private static Socket ask(String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16_384);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress("127.0.0.1", rest.port()));
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes());
    return socket;
  }

  private static void breakStreams() throws SQLException {
    try (Connection connection = rest.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where application_name = 'rest streams' and datname = current_database()");
    }
  }

  /** Reads to the last chunk; fails when the connection ends before it. */
  private static void readChunked(BufferedReader answer) throws IOException {
    String line = answer.readLine();
    while (line != null && !line.equals("0")) {
      line = answer.readLine();
    }
    if (line == null) {
      throw new IOException("broken off");
    }
  }
}

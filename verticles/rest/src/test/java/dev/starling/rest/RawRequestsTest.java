package dev.starling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.LogRecorder;
import dev.starling.testing.TcpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that no HTTP client would send; none of them is logged as the service's failure. */
class RawRequestsTest {
  private static RunningRest rest;

  private final LogRecorder log = new LogRecorder();

  @BeforeAll
  static void start() throws Exception {
    rest = RunningRest.withSampleData();
  }

  @AfterAll
  static void stop() throws TimeoutException {
    rest.close();
  }

  @AfterEach
  void nothing_is_logged_as_a_failure() {
    log.close();
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void a_body_over_the_limit_is_answered_once_however_much_of_it_follows() throws IOException {
    String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
    for (int client = 0; client < 5; client++) {
      String answer = post("Transfer-Encoding: chunked", chunk.repeat(12) + "0\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 413 ").containsOnlyOnce("HTTP/1.1");
    }
  }

  @Test
  void a_malformed_chunk_is_a_400() throws IOException {
    assertThat(post("Transfer-Encoding: chunked", "5\r\n{\"bra\r\nzz\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .containsOnlyOnce("HTTP/1.1")
        .contains("application/problem+json");
  }

  @Test
  void another_media_type_is_a_415_before_the_body_is_sent() throws IOException {
    assertThat(
            talk(
                "POST /brands HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n"))
        .startsWith("HTTP/1.1 415 ")
        .containsIgnoringCase("connection: close");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /%70roducts/%31, 200",
    "GET /x/../products/1, 200",
    "GET /products%2F1, 404",
    "GET /products?limit=%zz, 400",
    "GET /products?%=, 400",
    "GET /products?limit=2;after=3, 400",
    "GET /nowhere?%, 400",
    "OPTIONS *, 204",
    "OPTIONS /docs, 204"
  })
  void a_target_is_taken_for_what_it_means(String line, int status) throws IOException {
    assertThat(talk(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  private static String post(String header, String body) throws IOException {
    return talk(
        "POST /brands HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + header
            + "\r\n\r\n"
            + body);
  }

  private static String talk(String request) throws IOException {
    try (TcpClient client = new TcpClient(rest.port())) {
      client.send(request);
      return new String(client.rest(), StandardCharsets.ISO_8859_1);
    }
  }
}

package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.problem.Problem;
import dev.starling.testing.TcpClient;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Expect: 100-continue} (RFC 9110, section 10.1.1), and bodies that are not read. */
@Timeout(60)
class ExpectTest {
  private static final String POST =
      "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nExpect: %s\r\n\r\n";

  private final FrontRig rig = FrontRig.of(ExpectTest::answer);

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_body_that_is_read_is_asked_for_once() throws IOException {
    try (TcpClient client = rig.connect()) {
      client.send(POST.formatted("/read", 5, "100-Continue"));
      assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue\r\n");
      assertThat(client.line()).isBlank();
      client.send("hello");
      assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void a_final_answer_comes_at_once_and_ends_the_connection() throws IOException {
    assertThat(rig.talk(POST.formatted("/refuse", 5, "100-continue")))
        .startsWith("HTTP/1.1 401 ")
        .containsIgnoringCase("connection: close")
        .doesNotContain("100 Continue");
  }

  @Test
  void another_expectation_is_417() throws IOException {
    assertThat(rig.talk(POST.formatted("/read", 5, "200-ok")))
        .startsWith("HTTP/1.1 417 ")
        .contains("application/problem+json")
        .containsIgnoringCase("connection: close");
  }

  @Test
  void a_body_that_is_announced_too_long_is_413_at_once() throws IOException {
    assertThat(rig.talk(POST.formatted("/read", 65_537, "100-continue")))
        .startsWith("HTTP/1.1 413 ")
        .contains("application/problem+json")
        .containsIgnoringCase("connection: close");
  }

  @Test
  void a_client_of_http_1_0_and_one_without_a_body_expect_nothing() throws IOException {
    assertThat(
            rig.talk(
                POST.formatted("/read", 5, "100-continue").replace("HTTP/1.1", "HTTP/1.0")
                    + "hello"))
        .startsWith("HTTP/1.0 200 ")
        .endsWith("hello");
    try (TcpClient client = rig.connect()) {
      client.send("GET /refuse HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.line()).startsWith("HTTP/1.1 401");
      client.send("GET /refuse HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(new String(client.rest())).contains("HTTP/1.1 401");
    }
  }

  @Test
  void a_short_body_that_nobody_reads_leaves_the_connection_open() throws IOException {
    try (TcpClient client = rig.connect()) {
      client.send("POST /refuse HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
      assertThat(client.line()).startsWith("HTTP/1.1 401");
      client.send("helloGET /refuse HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(new String(client.rest())).contains("HTTP/1.1 401");
    }
  }

  @Test
  void a_body_without_a_length_that_nobody_reads_ends_the_connection() throws IOException {
    assertThat(rig.talk("POST /refuse HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"))
        .startsWith("HTTP/1.1 401 ")
        .containsIgnoringCase("connection: close");
  }

  private static void answer(HttpServerRequest request) {
    if (request.path().equals("/read")) {
      request.body().onSuccess(body -> request.response().end(body));
    } else {
      Problem.of(401, "no").send(request.response());
    }
  }
}

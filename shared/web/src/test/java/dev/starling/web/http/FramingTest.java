package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests begin and end (RFC 9112): beyond doubt, or the connection ends. */
@Timeout(60)
class FramingTest {
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";

  private final Queue<String> handled = new ConcurrentLinkedQueue<>();
  private final FrontRig rig = FrontRig.of(this::echo);

  @AfterEach
  void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100000000\r\nX\r\n0\r\n\r\n",
        "10000000000000001\r\nX\r\n0\r\n\r\n",
        "1;a=\"\r\nX\r\n0\r\n\r\n",
        "1;a=\"x\ny\"\r\nX\r\n0\r\n\r\n",
        "1\nX\n0\n\n",
        "0x1\r\nX\r\n0\r\n\r\n",
        "+1\r\nX\r\n0\r\n\r\n",
        " 1\r\nX\r\n0\r\n\r\n",
        "1\r\nXYZ\r\n0\r\n\r\n",
        "\r\n"
      })
  void a_malformed_chunk_is_400_and_the_end(String chunks) throws IOException {
    String answer =
        rig.talk(
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + HIDDEN);
    assertRefused(answer, "400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked, x",
        "Transfer-Encoding: x, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 3",
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: +1",
        "Content-Length: 99999999999999999999"
      })
  void a_body_whose_end_is_in_doubt_is_400_and_the_end(String headers) throws IOException {
    String answer =
        rig.talk(
            "POST / HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n1\r\nX\r\n0\r\n\r\n" + HIDDEN);
    assertRefused(answer, "400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "Host: a\r\nHost: a\r\n", "Host: a b\r\n", "Host: u@h\r\n", "Host: a/b\r\n",
        "Host: a:b\r\n", "Host: a:80:90\r\n", "Host: [::1\r\n", "Host: [x]\r\n", "Host: a, b\r\n"
      })
  void there_must_be_one_valid_host(String hosts) throws IOException {
    assertRefused(rig.talk("GET / HTTP/1.1\r\n" + hosts + "\r\n" + HIDDEN), "400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.example", "a.example:8080", "127.0.0.1:1", "[::1]", "[fd00::1]:80", "", "a:"})
  void a_valid_host_is_let_in(String host) throws IOException {
    assertThat(rig.talk("GET / HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void a_later_version_1_is_answered_as_1_1_and_another_major_is_505() throws IOException {
    assertThat(rig.talk("GET / HTTP/1.2\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertRefused(rig.talk("GET / HTTP/3.0\r\nHost: x\r\n\r\n" + HIDDEN), "505");
    assertRefused(rig.talk("GET / FTP/1.1\r\nHost: x\r\n\r\n" + HIDDEN), "400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.10",
        "HTTP/01.1",
        "HTTP/1.01",
        "HTTP/1.00",
        "HTTP/001.000",
        "HTTP/10.1",
        "HTTP/1.4294967297",
        "HTTP/4294967297.1",
        "http/1.1"
      })
  void a_version_that_is_not_a_digit_each_is_400(String version) throws IOException {
    assertRefused(rig.talk("GET / " + version + "\r\nHost: x\r\n\r\n" + HIDDEN), "400");
  }

  @ParameterizedTest
  @ValueSource(strings = {": y", ":", "a : y", "(a): y"})
  void a_header_without_a_proper_name_is_400(String header) throws IOException {
    assertRefused(rig.talk("GET / HTTP/1.1\r\nHost: x\r\na: b\r\n" + header + "\r\n\r\n"), "400");
    assertRefused(rig.talk("GET / HTTP/1.1\r\n" + header + "\r\nHost: x\r\n\r\n" + HIDDEN), "400");
  }

  @Test
  void a_trailer_without_a_name_is_400() throws IOException {
    assertRefused(
        rig.talk(
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\nX\r\n0\r\n: y\r\n\r\n"
                + HIDDEN),
        "400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: keep-alive, close",
        "Connection: x,CLOSE",
        "Connection: x\r\nConnection: close"
      })
  void close_among_other_options_ends_the_connection(String headers) throws IOException {
    String answer = rig.talk("GET / HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n" + HIDDEN);
    assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("connection: close");
    assertThat(handled).containsExactly("/");
  }

  @ParameterizedTest
  @CsvSource({
    "http://other.example/a?b=c, /a?b=c",
    "HTTP://other.example, /",
    "https://other.example:443?q, /?q",
    "/%61/./b, /a/b"
  })
  void a_target_is_handled_in_one_form(String target, String uri) throws IOException {
    assertThat(rig.talk("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(handled).containsExactly(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "?x",
        "*",
        "http://",
        "http:///a",
        "http://u@h/",
        "ftp://h/",
        "/a#b",
        "/?a=%zz"
      })
  void a_target_of_no_form_is_400(String target) throws IOException {
    String answer = rig.talk("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertRefused(answer, "400");
  }

  @Test
  void options_of_the_server_is_answered_and_connect_is_not_allowed() throws IOException {
    assertThat(rig.talk("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 204 ");
    assertRefused(rig.talk("CONNECT h:80 HTTP/1.1\r\nHost: h:80\r\n\r\n" + HIDDEN), "405");
  }

  @Test
  void an_unfinished_body_does_not_disturb_other_connections() throws IOException {
    try (TcpClient other = rig.connect()) {
      try (TcpClient leaving = rig.connect()) {
        leaving.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
      }
      other.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(other.line()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void behind_the_last_answer_nothing_is_handled() throws IOException {
    String first = "GET /last HTTP/1.1\r\nHost: x\r\n\r\n";
    assertThat(rig.talk(first + HIDDEN)).containsOnlyOnce("HTTP/1.1 ");
    assertThat(handled).containsExactly("/last");
  }

  private void assertRefused(String answer, String status) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .containsOnlyOnce("HTTP/1.1 ")
        .containsIgnoringCase("connection: close")
        .contains("application/problem+json");
    assertThat(List.copyOf(handled)).doesNotContain("/hidden");
  }

  private void echo(HttpServerRequest request) {
    handled.add(request.uri());
    if (request.uri().equals("/last")) {
      request.response().putHeader("Connection", "close").end("last");
    } else {
      request.body().onSuccess(body -> request.response().end(body));
    }
  }
}

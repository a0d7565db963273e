package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.problem.Problem;
import dev.starling.testing.TcpClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class HttpEndpointTest {
  private static final String GET =
      "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n";

  @Test
  void every_answer_has_the_headers_that_protect_it_and_a_date() throws IOException {
    try (FrontRig rig = FrontRig.of(request -> request.response().end("hello"))) {
      String answer = rig.talk(GET.formatted(""));
      assertThat(answer)
          .startsWith("HTTP/1.1 200 OK")
          .contains("X-Content-Type-Options: nosniff")
          .contains("Referrer-Policy: no-referrer")
          .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
          .doesNotContain("Strict-Transport-Security")
          .doesNotContain("Server:")
          .doesNotContain("Access-Control")
          .endsWith("\r\n\r\nhello");
      ZonedDateTime date =
          ZonedDateTime.parse(header(answer, "Date"), DateTimeFormatter.RFC_1123_DATE_TIME);
      assertThat(Duration.between(date, ZonedDateTime.now()).abs())
          .isLessThan(Duration.ofMinutes(5));
    }
  }

  @Test
  void what_a_handler_set_stands() throws IOException {
    try (FrontRig rig =
        FrontRig.of(
            request ->
                request.response().putHeader("Content-Security-Policy", "default-src a").end())) {
      assertThat(rig.talk(GET.formatted("")))
          .contains("Content-Security-Policy: default-src a\r\n")
          .containsOnlyOnce("Content-Security-Policy");
    }
  }

  @Test
  void a_request_keeps_its_plain_id_and_gets_one_in_place_of_any_other() throws IOException {
    AtomicReference<String> seen = new AtomicReference<>();
    try (FrontRig rig =
        FrontRig.of(
            request -> {
              seen.set(request.getHeader("X-Request-Id"));
              request.response().end();
            })) {
      String longest = "a.B_9-".repeat(10) + "abcd";
      assertThat(id(rig, "X-Request-Id: " + longest + "\r\n")).isEqualTo(longest);
      assertThat(seen).hasValue(longest);
      String made = id(rig, "");
      assertThat(made).matches("[0-9a-f]{16}").isEqualTo(seen.get());
      assertThat(id(rig, "")).isNotEqualTo(made);
      assertThat(id(rig, "X-Request-Id: " + longest + "x\r\n")).matches("[0-9a-f]{16}");
      assertThat(id(rig, "X-Request-Id: a b\r\n")).matches("[0-9a-f]{16}");
    }
  }

  @Test
  void head_has_the_headers_of_get_and_no_body() throws IOException {
    try (FrontRig rig =
        FrontRig.of(
            request -> request.response().putHeader("Content-Type", "text/plain").end("hello"))) {
      String answer = rig.talk(GET.formatted("").replace("GET", "HEAD"));
      assertThat(answer).contains("content-length: 5").endsWith("\r\n\r\n");
    }
  }

  @Test
  void an_answer_without_content_has_no_length() throws IOException {
    try (FrontRig rig = FrontRig.of(request -> request.response().setStatusCode(204).end())) {
      assertThat(rig.talk(GET.formatted("")).toLowerCase()).doesNotContain("content-length");
    }
  }

  @Test
  void what_is_no_http_is_a_problem_and_the_end() throws IOException {
    try (FrontRig rig = FrontRig.of(request -> request.response().end())) {
      assertThat(rig.talk("nonsense\r\n\r\n"))
          .contains(" 400 Bad Request\r\n")
          .contains("application/problem+json")
          .contains("X-Request-Id");
      assertThat(rig.talk("GET /" + "x".repeat(40_000) + " HTTP/1.1\r\n\r\n"))
          .contains(" 414 Request-URI Too Long\r\n")
          .contains("application/problem+json");
      assertThat(rig.talk("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9_000) + "\r\n\r\n"))
          .contains(" 431 Request Header Fields Too Large\r\n")
          .contains("application/problem+json");
    }
  }

  @Test
  void a_handler_that_throws_is_a_500_that_tells_nothing() throws IOException {
    try (FrontRig rig =
        FrontRig.of(
            request -> {
              throw new IllegalStateException("a bomb");
            })) {
      assertThat(rig.talk("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
          .startsWith("HTTP/1.1 500 ")
          .contains("it has been logged")
          .doesNotContain("a bomb");
    }
  }

  @Test
  void a_head_that_does_not_come_is_not_waited_for() throws IOException {
    FrontRig.Setup impatient = FrontRig.Setup.PLAIN.patience(300, 10_000);
    try (FrontRig rig = new FrontRig(impatient, request -> request.response().end("ok"))) {
      assertThat(rig.talk("GET / HTTP/1.1\r\nHost: lo")).isEmpty();
      try (TcpClient second = rig.connect()) {
        second.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(second.line()).startsWith("HTTP/1.1 200");
        readHead(second);
        second.input().readNBytes(2);
        second.send("GE");
        assertThat(second.rest()).isEmpty();
      }
    }
  }

  @Test
  void a_body_that_does_not_come_is_answered_with_408() throws IOException {
    FrontRig.Setup impatient = FrontRig.Setup.PLAIN.patience(10_000, 300);
    try (FrontRig rig = new FrontRig(impatient, HttpEndpointTest::answerLate)) {
      String answer =
          rig.talk("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this much");
      assertThat(answer)
          .startsWith("HTTP/1.1 408 ")
          .contains("application/problem+json")
          .containsIgnoringCase("connection: close");
    }
  }

  @Test
  void an_answer_that_takes_longer_than_a_body_may_is_not_cut_off() throws Exception {
    FrontRig.Setup impatient = FrontRig.Setup.PLAIN.patience(300, 300);
    try (FrontRig rig =
        new FrontRig(
            impatient,
            request ->
                request
                    .body()
                    .onSuccess(
                        body ->
                            Vertx.currentContext()
                                .owner()
                                .setTimer(2_500, t -> request.response().end("late"))))) {
      String answer =
          rig.talk(
              "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab");
      assertThat(answer).startsWith("HTTP/1.1 200").endsWith("late");
    }
  }

  @Test
  void pages_of_configured_origins_may_read_answers_and_others_may_not() throws IOException {
    FrontRig.Setup setup = FrontRig.Setup.PLAIN.origins("https://example.org");
    try (FrontRig rig =
        new FrontRig(
            setup,
            request ->
                request.response().putHeader("Allow", "GET, PUT").setStatusCode(204).end())) {
      assertThat(rig.talk(GET.formatted("Origin: https://example.org\r\n")))
          .containsIgnoringCase("access-control-allow-origin: https://example.org")
          .containsIgnoringCase("vary: origin");
      assertThat(rig.talk(GET.formatted("Origin: https://evil.example\r\n")))
          .doesNotContainIgnoringCase("access-control");
      String preflight =
          GET.formatted("Origin: https://example.org\r\nAccess-Control-Request-Method: PUT\r\n")
              .replace("GET", "OPTIONS");
      assertThat(rig.talk(preflight))
          .startsWith("HTTP/1.1 204 ")
          .containsIgnoringCase("access-control-allow-methods: GET, PUT");
    }
  }

  private static void answerLate(HttpServerRequest request) {
    Future<Buffer> body = request.body();
    body.onComplete(
        done ->
            Problem.of(400, "what the handler makes of it is not heard").send(request.response()));
  }

  private static String id(FrontRig rig, String header) throws IOException {
    return header(rig.talk(GET.formatted(header)), "X-Request-Id");
  }

  static String header(String answer, String name) {
    for (String line : answer.split("\r\n")) {
      if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2)) {
        return line.substring(name.length() + 2);
      }
    }
    return null;
  }

  static void readHead(TcpClient client) throws IOException {
    String line = client.line();
    while (!line.isBlank()) {
      line = client.line();
    }
  }
}

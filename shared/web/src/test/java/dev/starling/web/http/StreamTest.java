package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers of a length that is not known when they begin. */
@Timeout(60)
class StreamTest {
  private static final Promise<Boolean> FULL_AFTER_END = Promise.promise();

  private final FrontRig rig = FrontRig.of(StreamTest::stream);

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_client_of_http_1_0_is_told_the_end_by_closing() throws IOException {
    String answer = rig.talk("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.0 200 ")
        .containsIgnoringCase("connection: close")
        .doesNotContainIgnoringCase("keep-alive")
        .doesNotContainIgnoringCase("transfer-encoding")
        .endsWith("\r\n\r\none,two");
  }

  @Test
  void head_of_a_stream_varies_as_get_does() throws IOException {
    String get = rig.talk("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    String head = rig.talk("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(HttpEndpointTest.header(head, "Vary"))
        .isEqualTo(HttpEndpointTest.header(get, "Vary"))
        .isEqualToIgnoringCase("Accept-Encoding");
    String packed =
        rig.talk(
            "HEAD / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
    assertThat(packed)
        .containsIgnoringCase("content-encoding: gzip")
        .doesNotContainIgnoringCase("content-length")
        .endsWith("\r\n\r\n");
  }

  @Test
  void head_of_an_empty_answer_has_its_length() throws IOException {
    assertThat(rig.talk("HEAD /empty HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .containsIgnoringCase("content-length: 0");
  }

  @Test
  void a_stream_that_goes_on_after_the_end_of_its_answer_finds_no_full_queue() throws Exception {
    rig.talk("GET /ended HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(FULL_AFTER_END.future().await(60, TimeUnit.SECONDS)).isFalse();
  }

  private static void stream(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (request.path().equals("/ended")) {
      response.end("ended");
      Future.succeededFuture().map(any -> response.writeQueueFull()).onComplete(FULL_AFTER_END);
      return;
    }
    if (request.path().equals("/empty")) {
      response.setStatusCode(302).putHeader("Location", "/").end();
      return;
    }
    response.putHeader("Content-Type", "application/json").setChunked(true);
    if (request.method().name().equals("HEAD")) {
      response.end();
    } else {
      response.write("one,");
      response.end("two");
    }
  }
}

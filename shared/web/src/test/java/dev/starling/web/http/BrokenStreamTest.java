package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.Http2Connection;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of HTTP/2 that end before their request does. */
@Timeout(180)
class BrokenStreamTest {
  private final CompletableFuture<Integer> statusWhenToldOf = new CompletableFuture<>();
  private final FrontRig rig = FrontRig.of(this::read);

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_reset_in_the_middle_of_a_body_is_answered_before_the_handler_hears_of_it()
      throws Exception {
    try (Http2Connection client = begun()) {
      client.send(Http2Connection.reset(1));
      assertThat(statusWhenToldOf.get(60, TimeUnit.SECONDS)).isEqualTo(400);
    }
  }

  @Test
  void so_is_a_connection_that_ends() throws Exception {
    begun().close();
    assertThat(statusWhenToldOf.get(60, TimeUnit.SECONDS)).isEqualTo(400);
  }

  @Test
  void a_reset_after_the_body_is_none_of_a_body() throws Exception {
    try (Http2Connection client = begun()) {
      client.send(Http2Connection.data(1, true, "e"));
      client.send(Http2Connection.reset(1));
      client.flush();
      assertThat(statusWhenToldOf).isNotDone();
    }
  }

  private Http2Connection begun() throws IOException {
    Http2Connection client = new Http2Connection(rig.port);
    client.send(Http2Connection.request(1, false, "POST", "/"));
    client.send(Http2Connection.data(1, false, "begun"));
    client.flush();
    return client;
  }

  /** Says 500 of what goes wrong, as one does who knows nothing of clients. */
  private void read(HttpServerRequest request) {
    request.handler(part -> {});
    request.exceptionHandler(
        failure -> {
          boolean answered = request.response().ended();
          request.response().setStatusCode(500).end();
          statusWhenToldOf.complete(answered ? request.response().getStatusCode() : 500);
        });
  }
}

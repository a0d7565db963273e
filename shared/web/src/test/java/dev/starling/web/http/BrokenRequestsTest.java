package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.Http2Connection;
import dev.starling.testing.LogRecorder;
import dev.starling.testing.TcpClient;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a client breaks cost nobody else anything, and are no failure of the server. */
@Timeout(60)
class BrokenRequestsTest {
  private static final String GET = "GET /kept HTTP/1.1\r\nHost: x\r\n\r\n";

  private final LogRecorder log = new LogRecorder();
  private final CompletableFuture<HttpServerRequest> kept = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final FrontRig rig = FrontRig.of(this::answer);

  @AfterEach
  void stop() {
    rig.close();
    log.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"G T", "G/T", "G:T", "G(T", "GET ", "a b", "G\u00e9", ""})
  void a_method_that_is_no_token_costs_its_own_stream_only(String method) throws Exception {
    try (Http2Connection client = new Http2Connection(rig.port)) {
      client.send(Http2Connection.request(1, true, "GET", "/kept"));
      client.send(Http2Connection.request(3, true, method, "/"));
      Http2Connection.Frame reset = client.await(Http2Connection.RST_STREAM);
      assertThat(reset.stream()).isEqualTo(3);
      assertThat(reset.payload()).containsExactly(0, 0, 0, 1);
      HttpServerRequest first = kept.get(60, TimeUnit.SECONDS);
      rig.run(() -> first.response().end("ok"));
      assertThat(client.await(Http2Connection.HEADERS).stream()).isEqualTo(1);
      client.send(Http2Connection.request(5, true, "M-SEARCH", "/"));
      assertThat(client.await(Http2Connection.HEADERS).stream()).isEqualTo(5);
    }
    assertNothingLogged();
  }

  @Test
  void a_reset_ends_the_request_in_progress_and_those_behind_it() throws Exception {
    try (TcpClient client = rig.connect()) {
      client.send(GET + GET);
      kept.get(60, TimeUnit.SECONDS);
      client.reset();
    }
    gone.get(60, TimeUnit.SECONDS);
    assertNothingLogged();
  }

  private void assertNothingLogged() {
    assertThat(log.warnings()).isEmpty();
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/kept")) {
      request.connection().closeHandler(v -> gone.complete(null));
      kept.complete(request);
    } else {
      request.response().end("ok");
    }
  }
}

package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DrainTest {
  private static final String SLOW = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String QUICK = "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n";

  private final BlockingQueue<HttpServerRequest> waiting = new LinkedBlockingQueue<>();
  private final FrontRig rig = FrontRig.of(this::answer);

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void an_answer_in_flight_is_finished_and_is_its_connections_last() throws Exception {
    try (TcpClient client = rig.connect()) {
      client.send(SLOW);
      HttpServerRequest request = waiting.poll(60, TimeUnit.SECONDS);
      Future<Void> drained = rig.shutdown();
      rig.vertx.timer(500, TimeUnit.MILLISECONDS).await();
      rig.run(() -> request.response().end("done"));
      assertThat(new String(client.rest()))
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("connection: close")
          .endsWith("done");
      drained.await(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_request_on_a_kept_connection_sent_as_the_drain_begins_is_answered() throws Exception {
    try (TcpClient client = rig.connect()) {
      keep(client);
      Future<Void> drained = rig.shutdown();
      client.send(QUICK);
      assertThat(new String(client.rest()))
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("connection: close")
          .endsWith("quick");
      drained.await(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void an_idle_connection_ends_without_a_reset_even_for_a_request_that_comes_too_late()
      throws Exception {
    try (TcpClient client = rig.connect()) {
      keep(client);
      Future<Void> drained = rig.shutdown();
      assertThat(client.input().read()).isEqualTo(-1);
      client.send(QUICK);
      assertThat(client.input().read()).isEqualTo(-1);
      drained.await(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_client_that_never_lets_go_does_not_hold_up_the_drain() throws Exception {
    try (TcpClient client = rig.connect()) {
      keep(client);
      client.send(SLOW);
      assertThat(waiting.poll(60, TimeUnit.SECONDS)).isNotNull();
      rig.shutdown().await(60, TimeUnit.SECONDS);
    }
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/slow")) {
      waiting.add(request);
    } else {
      request.response().end("quick");
    }
  }

  private static void keep(TcpClient client) throws IOException {
    client.send(QUICK);
    HttpEndpointTest.readHead(client);
    assertThat(new String(client.input().readNBytes(5))).isEqualTo("quick");
  }
}

package dev.starling.chat.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class BoundedAnswersTest {
  /** More than the kernel takes for a client that does not read. */
  private static final int BYTES = 32 << 20;

  private static final int BUDGET = BYTES + BYTES / 2;

  private final Vertx vertx = Vertx.vertx();
  private final Semaphore budget = new Semaphore(BUDGET);
  private final Buffer body = Buffer.buffer(new byte[BYTES]);
  private final HttpServer server =
      vertx
          .createHttpServer()
          .requestHandler(request -> new BoundedAnswers(budget).send(request.response(), body))
          .listen(0, "127.0.0.1")
          .await();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void an_answer_that_is_not_read_counts_until_its_client_is_gone() throws Exception {
    try (Socket client = new Socket("127.0.0.1", server.actualPort())) {
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: chat\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.getInputStream().read()).isEqualTo('H');
      HttpResponse<byte[]> refused = get();
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    }
    assertThat(budget.tryAcquire(BUDGET, 1, TimeUnit.MINUTES)).isTrue();
    budget.release(BUDGET);
    assertThat(get().body()).hasSize(BYTES);
    assertThat(budget.tryAcquire(BUDGET, 1, TimeUnit.MINUTES)).isTrue();
  }

  private HttpResponse<byte[]> get() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort());
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}

package dev.starling.core.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxMetersTest {
  private static final long SECONDS = 60;

  private final Management management = new Management();
  private final MeterRegistry registry = management.metrics();
  private final VertxMeters meters = new VertxMeters(registry);
  private final Vertx vertx = Vertx.builder().withMetrics(options -> meters).build();

  // Fields, because Vert.x closes a client and its connections once nothing refers to it.
  private final NetClient sockets = vertx.createNetClient();
  private final HttpClient requests = vertx.createHttpClient();

  @AfterEach
  void close() throws TimeoutException {
    await(vertx.close());
    await(management.close());
  }

  @Test
  void a_request_is_counted_by_method_and_status_with_how_long_it_took() throws TimeoutException {
    ask(HttpMethod.POST, 404);
    ask(HttpMethod.POST, 404);

    Timer timer = answers("POST", "404");
    assertThat(timer.count()).isEqualTo(2);
    assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    assertThat(timer.takeSnapshot().histogramCounts()).hasSizeBetween(5, 12);
    assertThat(
            registry
                .get("vertx.http.server.requests")
                .tags("method", "POST", "code", "404")
                .functionCounter()
                .count())
        .isEqualTo(2);
    assertThat(gauge("vertx.http.server.active.requests")).isZero();
  }

  @Test
  void methods_that_clients_invent_share_one_series() throws TimeoutException {
    for (String invented : List.of("AAA", "BBB", "CCC")) {
      ask(HttpMethod.valueOf(invented), 200);
    }

    assertThat(answers("other", "200").count()).isEqualTo(3);
    assertThat(registry.find("vertx.http.server.response.time").meters()).hasSize(1);
    assertThat(registry.getMeters())
        .flatMap(meter -> meter.getId().getTags())
        .extracting("value")
        .doesNotContain("AAA", "BBB", "CCC");
  }

  @Test
  void connections_requests_and_web_sockets_are_counted_while_they_last() throws TimeoutException {
    Promise<Void> mayAnswer = Promise.promise();
    Promise<Void> asked = Promise.promise();
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .webSocketHandler(socket -> {})
                .requestHandler(
                    request -> {
                      asked.complete();
                      mayAnswer.future().onSuccess(v -> request.response().end());
                    })
                .listen(0, "127.0.0.1"));
    Future<Integer> answer = request(server, HttpMethod.GET);
    await(asked.future());
    WebSocketClient client = vertx.createWebSocketClient();
    WebSocket webSocket = await(client.connect(server.actualPort(), "127.0.0.1", "/"));

    assertThat(gauge("vertx.http.server.active.requests")).isEqualTo(1);
    assertThat(gauge("vertx.http.server.active.ws.connections")).isEqualTo(1);
    assertThat(gauge("vertx.http.server.active.connections")).isEqualTo(2);

    mayAnswer.complete();
    await(answer);
    await(webSocket.close());
    await(vertx.close());
    assertThat(gauge("vertx.http.server.active.requests")).isZero();
    assertThat(gauge("vertx.http.server.active.ws.connections")).isZero();
    assertThat(gauge("vertx.http.server.active.connections")).isZero();
    assertThat(answers("GET", "101").count()).isEqualTo(1);
  }

  @Test
  void a_client_that_leaves_before_its_answer_is_no_longer_under_way() throws TimeoutException {
    Promise<Void> gone = Promise.promise();
    Promise<Void> asked = Promise.promise();
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      request.connection().closeHandler(v -> gone.complete());
                      asked.complete();
                    })
                .listen(0, "127.0.0.1"));
    HttpClient client = vertx.createHttpClient();
    client
        .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
        .compose(request -> request.send());
    await(asked.future());
    await(client.close());
    await(gone.future());
    // Not before is it certain that everything has been counted.
    await(vertx.close());

    assertThat(gauge("vertx.http.server.active.requests")).isZero();
    assertThat(registry.get("vertx.http.server.request.resets").counter().count()).isEqualTo(1);
  }

  @Test
  void requests_that_wait_behind_another_end_with_their_connection() throws TimeoutException {
    Promise<Void> asked = Promise.promise();
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(request -> asked.tryComplete())
                .listen(0, "127.0.0.1"));
    NetSocket client = await(sockets.connect(server.actualPort(), "127.0.0.1"));
    client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3));
    await(asked.future());
    await(client.close());
    await(vertx.close());

    assertThat(gauge("vertx.http.server.active.requests")).isZero();
  }

  @Test
  void a_request_whose_body_is_never_read_to_its_end_ends_with_its_answer()
      throws TimeoutException {
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(413).end())
                .listen(0, "127.0.0.1"));
    NetSocket client = await(sockets.connect(server.actualPort(), "127.0.0.1"));
    Promise<Void> answered = Promise.promise();
    client.handler(answer -> answered.tryComplete());
    client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\nbegun");
    await(answered.future());
    await(client.close());
    await(vertx.close());

    assertThat(gauge("vertx.http.server.active.requests")).isZero();
  }

  @Test
  void an_answer_to_a_client_that_has_left_is_not_counted() throws TimeoutException {
    Promise<Void> answered = Promise.promise();
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      request.exceptionHandler(
                          left -> {
                            request.response().setStatusCode(502).end();
                            answered.complete();
                          });
                      request.connection().close();
                    })
                .listen(0, "127.0.0.1"));
    requests
        .request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
        .compose(request -> request.setChunked(true).exceptionHandler(closed -> {}).write("begun"));
    await(answered.future());
    // Not before is it certain that everything has been counted.
    await(vertx.close());

    assertThat(registry.get("vertx.http.server.request.resets").counter().count()).isEqualTo(1);
    assertThat(registry.find("vertx.http.server.response.time").timer()).isNull();
    assertThat(gauge("vertx.http.server.active.requests")).isZero();
  }

  @Test
  void messages_are_counted_without_their_addresses() throws TimeoutException {
    vertx.eventBus().<String>localConsumer("here", message -> message.reply(message.body()));
    Message<String> reply = await(vertx.eventBus().request("here", "hello"));
    assertThat(reply.body()).isEqualTo("hello");
    Future<Message<String>> nobody = vertx.eventBus().request("nowhere", "hello");
    assertThatThrownBy(() -> await(nobody)).isInstanceOf(ReplyException.class);

    assertThat(counter("vertx.eventbus.processed", "side", "local")).isEqualTo(1);
    assertThat(counter("vertx.eventbus.reply.failures", "failure", "NO_HANDLERS")).isEqualTo(1);
    assertThat(registry.get("vertx.eventbus.pending").tag("side", "local").gauge().value())
        .isZero();
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .allSatisfy(id -> assertThat(id.getTag("address")).isNull());
  }

  @Test
  void pools_and_statements_are_counted_while_they_last() {
    @SuppressWarnings("unchecked")
    PoolMetrics<Object, Object> pool =
        (PoolMetrics<Object, Object>) meters.createPoolMetrics("sql", "one", 4);
    @SuppressWarnings("unchecked")
    PoolMetrics<Object, Object> namesake =
        (PoolMetrics<Object, Object>) meters.createPoolMetrics("sql", "one", 4);
    Object wait = pool.enqueue();
    assertThat(poolGauge("queue.pending")).isEqualTo(1);
    pool.dequeue(wait);
    Object use = pool.begin();
    Object other = namesake.begin();
    assertThat(poolGauge("queue.pending")).isZero();
    assertThat(poolGauge("in.use")).as("pools of one name count together").isEqualTo(2);
    pool.end(use);
    namesake.end(other);
    assertThat(poolGauge("in.use")).isZero();

    @SuppressWarnings("unchecked")
    ClientMetrics<Object, Object, Object> client =
        (ClientMetrics<Object, Object, Object>) meters.createClientMetrics(null, "sql", "");
    Object answered = client.requestBegin("", "");
    Object reset = client.requestBegin("", "");
    assertThat(gauge("vertx.sql.processing.pending")).isEqualTo(2);
    client.responseEnd(answered);
    client.requestReset(reset);
    assertThat(gauge("vertx.sql.processing.pending")).isZero();
    Timer timer = registry.get("vertx.sql.processing.time").timer();
    assertThat(timer.count()).isEqualTo(2);
    assertThat(timer.takeSnapshot().histogramCounts()).hasSizeBetween(5, 12);
  }

  private void ask(HttpMethod method, int status) throws TimeoutException {
    Vertx own = Vertx.builder().withMetrics(options -> meters).build();
    HttpServer server =
        await(
            own.createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(status).end("done"))
                .listen(0, "127.0.0.1"));
    await(request(server, method));
    // Not before is it certain that it has counted its answer.
    await(own.close());
  }

  private Future<Integer> request(HttpServer server, HttpMethod method) {
    return requests
        .request(method, server.actualPort(), "127.0.0.1", "/")
        .compose(
            request ->
                // Within, on the request's thread: elsewhere the response may have ended by then.
                request.send().compose(response -> response.end().map(response.statusCode())));
  }

  private Timer answers(String method, String code) {
    return registry
        .get("vertx.http.server.response.time")
        .tags("method", method, "code", code)
        .timer();
  }

  private double poolGauge(String name) {
    return registry.get("vertx.pool." + name).tag("pool_name", "one").gauge().value();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private double counter(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(SECONDS, TimeUnit.SECONDS);
  }
}

package dev.starling.terminal.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.terminal.load.Plans;
import dev.starling.terminal.load.plan.Protocol;
import dev.starling.terminal.load.wire.Failure.Kind;
import dev.starling.testing.Authority;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that do not do what they should: each failure is counted as what it is, and it ends. */
@Timeout(180)
class HostileServersTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Buffer CHUNK = Buffer.buffer(new byte[64 << 10]);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void nobody_there_is_refused() throws IOException {
    assertThatThrownBy(() -> run(Plans.of("http://127.0.0.1:" + closedPort() + "/")))
        .isInstanceOf(LoadFailedException.class)
        .hasMessageMatching("cannot reach http://127.0.0.1:\\d+/: connection refused");
  }

  @Test
  void thousands_of_connections_to_nobody_end_as_soon_as_that_is_clear() {
    int port = serve(socket -> {});
    // The greeting is never answered, so that each attempt takes all of the timeout.
    Plans plans = Plans.of("tcp://127.0.0.1:" + port).protocol(Protocol.CHAT).connections(10_000);
    assertThatThrownBy(() -> run(plans.timeout(SHORT)))
        .isInstanceOf(LoadFailedException.class)
        .hasMessageContaining("no connection in time");
  }

  @Test
  void bad_statuses_are_failures_by_kind_and_answers_all_the_same() throws Exception {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request.response().setStatusCode(request.path().equals("/a") ? 404 : 503).end())
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    Statistics notFound = run(Plans.of(http(port) + "a").requests(4));
    assertThat(kinds(notFound)).isEqualTo(Map.of(Kind.CLIENT_ERROR, 4L));
    Statistics broken = run(Plans.of(http(port) + "b").requests(4));
    assertThat(kinds(broken)).isEqualTo(Map.of(Kind.SERVER_ERROR, 4L));
    assertThat(broken.answers()).isEqualTo(4);
    assertThat(broken.succeeded()).isZero();
  }

  @Test
  void a_server_that_never_answers_runs_into_the_timeout() throws Exception {
    int port = serve(socket -> socket.handler(bytes -> {}));
    Statistics statistics = run(Plans.of(http(port)).requests(4).timeout(SHORT));
    assertThat(kinds(statistics)).isEqualTo(Map.of(Kind.TIMEOUT, 4L));
    Statistics lines = run(Plans.of("tcp://127.0.0.1:" + port).requests(4).timeout(SHORT));
    assertThat(kinds(lines)).isEqualTo(Map.of(Kind.TIMEOUT, 4L));
  }

  @Test
  void a_server_that_hangs_up_instead_of_answering_is_closed() throws Exception {
    int port = serve(socket -> socket.handler(bytes -> socket.close()));
    Statistics statistics = run(Plans.of(http(port)).requests(4));
    assertThat(kinds(statistics)).isEqualTo(Map.of(Kind.CLOSED, 4L));
    Statistics lines = run(Plans.of("tcp://127.0.0.1:" + port).requests(4));
    assertThat(kinds(lines)).isEqualTo(Map.of(Kind.CLOSED, 4L));
  }

  @Test
  void half_an_answer_is_closed() throws Exception {
    int port = answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello", NetSocket::close);
    Statistics statistics = run(Plans.of(http(port)).requests(4));
    assertThat(kinds(statistics)).isEqualTo(Map.of(Kind.CLOSED, 4L));
    assertThat(statistics.answers()).isZero();
    assertThat(statistics.bytes()).isEqualTo(4 * 5);
  }

  @Test
  void rubbish_is_malformed() throws Exception {
    int port = answering("\u0000\u001b[2J\u0007 rubbish\r\n\r\n\r\n", socket -> {});
    Statistics statistics = run(Plans.of(http(port)).requests(4).timeout(SHORT.multipliedBy(4)));
    assertThat(kinds(statistics)).isEqualTo(Map.of(Kind.MALFORMED, 4L));
  }

  @Test
  void a_status_line_without_end_is_malformed() throws Exception {
    int port = serve(socket -> socket.handler(bytes -> flood(socket)));
    Statistics statistics = run(Plans.of(http(port)).requests(2).timeout(SHORT.multipliedBy(4)));
    assertThat(kinds(statistics)).isEqualTo(Map.of(Kind.MALFORMED, 2L));
  }

  @Test
  void a_body_without_end_is_counted_and_given_up() throws Exception {
    int port =
        answering(
            "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n", HostileServersTest::flood);
    Statistics statistics = run(Plans.of(http(port)).requests(2).maxAnswer(10 << 20));
    assertThat(kinds(statistics)).isEqualTo(Map.of(Kind.TOO_LONG, 2L));
    assertThat(statistics.bytes()).isBetween(20L << 20, 24L << 20);
  }

  @Test
  void a_line_without_end_is_malformed() throws Exception {
    int port = serve(socket -> socket.handler(bytes -> flood(socket)));
    Statistics statistics = run(Plans.of("tcp://127.0.0.1:" + port).requests(2));
    assertThat(kinds(statistics)).isEqualTo(Map.of(Kind.MALFORMED, 2L));
  }

  @Test
  void a_web_server_that_knows_no_web_sockets_is_named() {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().setStatusCode(404).end())
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    assertThatThrownBy(() -> run(Plans.of("ws://127.0.0.1:" + port + "/")))
        .isInstanceOf(LoadFailedException.class)
        .hasMessageContaining("rejected (the WebSocket handshake was answered with status 404)");
  }

  @Test
  void a_chat_that_lets_nobody_in_is_named() {
    int port = serve(socket -> socket.handler(line -> socket.end(Buffer.buffer("ERROR full\n"))));
    assertThatThrownBy(() -> run(Plans.of("tcp://127.0.0.1:" + port).protocol(Protocol.CHAT)))
        .isInstanceOf(LoadFailedException.class)
        .hasMessageContaining("rejected (full)");
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused_unless_that_is_wanted() throws Exception {
    Authority.Issued unknown = new Authority("unknown").issue();
    int port =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(unknown.certificatePem()))
                            .addKeyValue(Buffer.buffer(unknown.keyPem()))))
            .requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    String url = "https://127.0.0.1:" + port + "/";
    assertThatThrownBy(() -> run(Plans.of(url)))
        .isInstanceOf(LoadFailedException.class)
        .hasMessageContaining("TLS failed (");
    assertThat(run(Plans.of(url).requests(10).insecure()).succeeded()).isEqualTo(10);
  }

  @Test
  void a_server_without_tls_is_named() {
    int port = answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", socket -> {});
    assertThatThrownBy(() -> run(Plans.of("https://127.0.0.1:" + port + "/")))
        .isInstanceOf(LoadFailedException.class)
        .hasMessageContaining("TLS failed (what it sends is not TLS)");
  }

  private static void flood(NetSocket socket) {
    socket
        .write(CHUNK)
        .onSuccess(
            written -> {
              if (socket.writeQueueFull()) {
                socket.drainHandler(drained -> flood(socket));
              } else {
                flood(socket);
              }
            });
  }

  private int answering(String answer, Handler<NetSocket> then) {
    return serve(
        socket ->
            socket.handler(
                request ->
                    socket.write(Buffer.buffer(answer)).onSuccess(written -> then.handle(socket))));
  }

  private int serve(Handler<NetSocket> handler) {
    return vertx
        .createNetServer()
        .connectHandler(handler)
        .listen(0, "127.0.0.1")
        .await()
        .actualPort();
  }

  private static String http(int port) {
    return "http://127.0.0.1:" + port + "/";
  }

  private static Statistics run(Plans plans) throws LoadFailedException, InterruptedException {
    return new LoadRun(plans.plan(), new Unwatched()).run().statistics();
  }

  private static Map<Kind, Long> kinds(Statistics statistics) {
    return statistics.failures().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().count()));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

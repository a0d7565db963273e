package dev.starling.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.launch.StartFailure;
import dev.starling.core.service.ServiceContext;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.SampleSettings;
import dev.starling.net.tcp.TcpEndpoint;
import dev.starling.testing.Authority;
import dev.starling.testing.FreePorts;
import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import dev.starling.web.http.HttpEndpoint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetServer;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class ListenersTest {
  private static final int SECONDS = 60;

  /** Listens as a test says; its instances do the same. */
  @FunctionalInterface
  private interface Opening {
    Future<?> open(Vertx vertx, ServiceContext service);
  }

  private static TestService start(Opening opening, Map<String, String> own) {
    Map<String, String> settings = new HashMap<>(Map.of("instances", "2"));
    settings.putAll(own);
    return TestService.start(
        new ServiceDefinition<>(
            "sample",
            SampleSettings.class,
            given -> given.http().listener().host(),
            (given, service) ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return opening.open(vertx, service);
                  }
                }),
        settings);
  }

  private static NetServer saying(NetServer server, String text) {
    return server.connectHandler(socket -> socket.end(Buffer.buffer(text)));
  }

  private static Set<String> heard(int port) throws Exception {
    Set<String> lines = new HashSet<>();
    for (int client = 0; client < 8; client++) {
      try (TcpClient connection = new TcpClient(port)) {
        lines.add(connection.line());
      }
    }
    return lines;
  }

  @Test
  void two_listeners_have_two_ports_that_the_instances_share() throws Exception {
    try (TestService service =
        start(
            (vertx, context) ->
                context
                    .listen(saying(TcpEndpoint.server(context), "first\n"), "127.0.0.1", 0)
                    .compose(
                        listening ->
                            context.listen(
                                saying(TcpEndpoint.server(context), "second\n"), "127.0.0.1", 0)),
            Map.of())) {
      assertThat(heard(service.port("tcp"))).containsExactly("first\n");
      assertThat(heard(service.port("tcp-2"))).containsExactly("second\n");
    }
  }

  @Test
  void one_instance_does_not_listen_twice_on_one_port() throws Exception {
    int port = FreePorts.one();
    assertThatThrownBy(
            () ->
                start(
                    (vertx, context) ->
                        context
                            .listen(saying(TcpEndpoint.server(context), "x"), "127.0.0.1", port)
                            .compose(
                                listening ->
                                    context.listen(
                                        saying(TcpEndpoint.server(context), "x"),
                                        "127.0.0.1",
                                        port)),
                    Map.of()))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(":" + port)
        .hasMessageContaining("listens there already");
  }

  static List<Map<String, String>> settingsOfListeners() {
    return List.of(
        Map.of("connections.max", "1"),
        Map.of("connections.per-address", "1"),
        Map.of("connections.rate-per-address", "1"),
        Map.of("connections.proxy-protocol", "true"));
  }

  private static void refusesToStart(Opening opening, Map<String, String> settings) {
    assertThatThrownBy(() -> start(opening, settings))
        .isInstanceOfSatisfying(
            BadSetting.class, bad -> assertThat(settings).containsKey(bad.setting()))
        .hasMessageContaining("is not applied by the listener on 127.0.0.1:")
        .hasMessageContaining("TcpEndpoint");
  }

  @ParameterizedTest
  @MethodSource("settingsOfListeners")
  void a_server_that_would_ignore_a_setting_keeps_the_service_from_starting(
      Map<String, String> settings) {
    refusesToStart(
        (vertx, context) -> context.listen(saying(vertx.createNetServer(), "x"), "127.0.0.1", 0),
        settings);
    refusesToStart(
        (vertx, context) ->
            context.listen(
                vertx.createHttpServer().requestHandler(request -> request.response().end()),
                "127.0.0.1",
                0),
        settings);
  }

  @Test
  void a_server_that_would_ignore_the_certificate_keeps_the_service_from_starting(
      @TempDir Path folder) throws Exception {
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    new Authority("test").issue().write(certificate, key);
    refusesToStart(
        (vertx, context) -> context.listen(saying(vertx.createNetServer(), "x"), "127.0.0.1", 0),
        Map.of("tls.certificate", certificate.toString(), "tls.key", key.toString()));
  }

  @ParameterizedTest
  @MethodSource("settingsOfListeners")
  void a_server_that_listens_past_the_context_keeps_the_service_from_starting(
      Map<String, String> settings) {
    int port = FreePorts.one();
    refusesToStart(
        (vertx, context) ->
            context
                .listen(saying(TcpEndpoint.server(context), "x"), "127.0.0.1", 0)
                .compose(
                    listening -> saying(vertx.createNetServer(), "x").listen(port, "127.0.0.1")),
        settings);
  }

  @Test
  void without_such_settings_a_server_may_listen_past_the_context() throws Exception {
    int port = FreePorts.one();
    try (TestService service =
        start(
            (vertx, context) -> saying(vertx.createNetServer(), "x\n").listen(port, "127.0.0.1"),
            Map.of())) {
      assertThat(service.node().vertx()).isNotNull();
      assertThat(heard(port)).containsExactly("x\n");
    }
  }

  @Test
  void a_socket_is_counted_until_it_closes() throws Exception {
    AtomicReference<ServiceContext> context = new AtomicReference<>();
    CompletableFuture<String> closed = new CompletableFuture<>();
    try (TestService service =
        start(
            (vertx, given) -> {
              context.set(given);
              return given.listen(
                  TcpEndpoint.server(given)
                      .connectHandler(
                          socket ->
                              socket
                                  .closeHandler(gone -> closed.complete("closed"))
                                  .handler(socket::write)),
                  "127.0.0.1",
                  0);
            },
            Map.of())) {
      try (TcpClient client = new TcpClient(service.port("tcp"))) {
        client.send("hello\n");
        assertThat(client.line()).isEqualTo("hello\n");
        assertThat(context.get().connections("tcp").open()).isEqualTo(1);
      }
      closed.get(SECONDS, TimeUnit.SECONDS);
      service.drain();
      assertThat(context.get().connections("tcp").open()).isZero();
      assertThat(count(context.get(), "starling.connections.opened")).isEqualTo(1);
      assertThat(count(context.get(), "starling.messages.in")).isEqualTo(1);
      assertThat(count(context.get(), "starling.messages.out")).isEqualTo(1);
      assertThat(closedBy(context.get(), "client")).isEqualTo(1);
    }
  }

  @Test
  void what_a_service_says_before_it_closes_is_one_message() throws Exception {
    AtomicReference<ServiceContext> context = new AtomicReference<>();
    try (TestService service =
        start(
            (vertx, given) -> {
              context.set(given);
              return given.listen(saying(TcpEndpoint.server(given), "x\n"), "127.0.0.1", 0);
            },
            Map.of())) {
      assertThat(heard(service.port("tcp"))).containsExactly("x\n");
      service.drain();
      assertThat(count(context.get(), "starling.messages.out")).isEqualTo(8);
      assertThat(count(context.get(), "starling.connections.opened")).isEqualTo(8);
    }
  }

  private static double count(ServiceContext context, String counter) {
    return context.metrics().get(counter).tag("transport", "tcp").counter().count();
  }

  private static double closedBy(ServiceContext context, String reason) {
    return context
        .metrics()
        .get("starling.connections.closed")
        .tag("transport", "tcp")
        .tag("reason", reason)
        .counter()
        .count();
  }

  @Test
  void a_service_without_a_stop_of_its_own_answers_its_tcp_clients_before_it_stops()
      throws Exception {
    AtomicReference<ServiceContext> context = new AtomicReference<>();
    CompletableFuture<Runnable> asked = new CompletableFuture<>();
    try (TestService service =
            start(
                (vertx, given) -> {
                  context.set(given);
                  return given.listen(
                      TcpEndpoint.server(given)
                          .connectHandler(
                              socket ->
                                  socket.handler(
                                      question -> asked.complete(() -> socket.write("answer\n")))),
                      "127.0.0.1",
                      0);
                },
                Map.of("drain.timeout", "10m"));
        TcpClient idle = new TcpClient(service.port("tcp"));
        TcpClient client = new TcpClient(service.port("tcp"))) {
      client.send("question\n");
      Runnable answer = asked.get(SECONDS, TimeUnit.SECONDS);
      CompletableFuture<Void> drained = CompletableFuture.runAsync(service::drain);
      assertThat(idle.rest()).isEmpty();
      answer.run();
      assertThat(client.line()).isEqualTo("answer\n");
      assertThat(client.rest()).isEmpty();
      drained.get(SECONDS, TimeUnit.SECONDS);
      assertThat(closedBy(context.get(), "drain")).isEqualTo(2);
    }
  }

  @Test
  void a_service_without_a_stop_of_its_own_answers_its_http_clients_before_it_stops()
      throws Exception {
    CompletableFuture<HttpServerResponse> asked = new CompletableFuture<>();
    try (TestService service =
            start(
                (vertx, context) ->
                    new HttpEndpoint(
                            vertx,
                            context,
                            ((SampleSettings) context.settings()).http(),
                            context.settings(),
                            1024)
                        .listen(request -> asked.complete(request.response())),
                Map.of("http.port", "0", "drain.timeout", "10m"));
        TcpClient client = new TcpClient(service.port("http"))) {
      client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      HttpServerResponse response = asked.get(SECONDS, TimeUnit.SECONDS);
      CompletableFuture<Void> drained = CompletableFuture.runAsync(service::drain);
      assertThatThrownBy(() -> connectUntilRefused(service.port("http")))
          .isInstanceOf(ConnectException.class);
      response.end("answer");
      assertThat(new String(client.rest(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("connection: close")
          .endsWith("answer");
      drained.get(SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void connectUntilRefused(int port) throws Exception {
    while (true) {
      new TcpClient(port).close();
    }
  }

  @Test
  void a_server_of_the_context_has_the_limits_of_the_settings() throws Exception {
    try (TestService service =
            start(
                (vertx, context) ->
                    context.listen(
                        TcpEndpoint.server(context)
                            .connectHandler(socket -> socket.write(Buffer.buffer("in\n"))),
                        "127.0.0.1",
                        0),
                Map.of("connections.max", "1"));
        TcpClient first = new TcpClient(service.port("tcp"))) {
      assertThat(first.line()).isEqualTo("in\n");
      try (TcpClient second = new TcpClient(service.port("tcp"))) {
        assertThat(second.line()).startsWith("ERROR ");
      }
    }
  }
}

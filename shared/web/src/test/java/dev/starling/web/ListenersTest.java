package dev.starling.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.launch.StartFailure;
import dev.starling.core.service.ServiceContext;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.SampleSettings;
import dev.starling.net.tcp.TcpEndpoint;
import dev.starling.testing.FreePorts;
import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenersTest {
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

  @Test
  void a_server_that_would_ignore_a_setting_keeps_the_service_from_starting() {
    for (String setting :
        new String[] {
          "connections.max", "connections.per-address", "connections.rate-per-address"
        }) {
      assertThatThrownBy(
              () ->
                  start(
                      (vertx, context) ->
                          context.listen(saying(vertx.createNetServer(), "x"), "127.0.0.1", 0),
                      Map.of(setting, "1")))
          .isInstanceOfSatisfying(
              BadSetting.class, bad -> assertThat(bad.setting()).isEqualTo(setting))
          .hasMessageContaining("TcpEndpoint");
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

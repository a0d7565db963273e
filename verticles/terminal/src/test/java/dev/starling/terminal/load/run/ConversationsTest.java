package dev.starling.terminal.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.load.Plans;
import dev.starling.terminal.load.plan.Protocol;
import dev.starling.terminal.load.wire.Failure.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs over TCP and WebSockets against real servers. */
@Timeout(180)
class ConversationsTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void lines_come_back_among_others() throws Exception {
    int port =
        lines(
            (socket, line) ->
                socket.write("New user connected!\n").compose(more -> socket.write(line + "\r\n")));
    Statistics statistics = run(Plans.of("tcp://127.0.0.1:" + port).connections(5).requests(200));
    assertThat(statistics.succeeded()).isEqualTo(200);
    assertThat(statistics.failed()).isZero();
  }

  @Test
  void a_reply_may_say_anything() throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    int port =
        lines(
            (socket, line) -> {
              heard.add(line);
              socket.write("+PONG\n");
            });
    Statistics statistics =
        run(Plans.of("tcp://127.0.0.1:" + port).protocol(Protocol.REPLY).requests(20));
    assertThat(statistics.succeeded()).isEqualTo(20);
    assertThat(heard).hasSize(20).containsOnly("hello");
  }

  @Test
  void users_of_a_chat_wait_for_their_own_words_and_count_what_is_turned_down() throws Exception {
    Map<NetSocket, String> users = new ConcurrentHashMap<>();
    int port =
        lines(
            (socket, line) -> {
              if (line.startsWith("CONNECT ")) {
                users.put(socket, line.substring(8));
                socket.write("Welcome! 1 user(s) are online!\n");
              } else if (line.endsWith("3")) {
                socket.write("ERROR too fast; not delivered\n");
              } else {
                users.keySet().forEach(user -> user.write(users.get(socket) + ": " + line + "\n"));
              }
            });
    Statistics statistics =
        run(
            Plans.of("tcp://127.0.0.1:" + port)
                .protocol(Protocol.CHAT)
                .connections(1)
                .requests(10));
    assertThat(statistics.succeeded()).isEqualTo(9);
    assertThat(statistics.failures().keySet()).isEqualTo(Set.of(Kind.REJECTED));
    assertThat(statistics.failures().get(Kind.REJECTED).example())
        .isEqualTo("too fast; not delivered");
  }

  @Test
  void messages_come_back_over_web_sockets_and_the_handshake_has_the_headers() throws Exception {
    Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    int port =
        vertx
            .createHttpServer()
            .webSocketHandler(
                (ServerWebSocket socket) -> {
                  authorizations.add(socket.path() + socket.headers().get("Authorization"));
                  socket.textMessageHandler(socket::writeTextMessage);
                })
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    Statistics statistics =
        run(
            Plans.of("ws://127.0.0.1:" + port + "/x")
                .connections(3)
                .requests(90)
                .question(HttpMethod.GET, Map.of("Authorization", "y"), "h\u00e9llo"));
    assertThat(statistics.succeeded()).isEqualTo(90);
    assertThat(authorizations).hasSize(3).containsOnly("/xy");
  }

  @Test
  void a_web_socket_that_closes_is_counted_and_opened_again() throws Exception {
    int port =
        vertx
            .createHttpServer()
            .webSocketHandler(
                socket -> socket.textMessageHandler(text -> socket.close((short) 1011, "broken")))
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    Statistics statistics = run(Plans.of("ws://127.0.0.1:" + port).requests(5));
    assertThat(statistics.answers()).isZero();
    assertThat(statistics.failures().get(Kind.CLOSED).count()).isEqualTo(5);
    assertThat(statistics.failures().get(Kind.CLOSED).example())
        .isEqualTo("closed with 1011 broken");
  }

  private int lines(BiConsumer<NetSocket, String> handler) {
    return vertx
        .createNetServer()
        .connectHandler(
            socket ->
                socket.handler(
                    RecordParser.newDelimited(
                        "\n", line -> handler.accept(socket, line.toString()))))
        .listen(0, "127.0.0.1")
        .await()
        .actualPort();
  }

  private static Statistics run(Plans plans) throws LoadFailedException, InterruptedException {
    return new LoadRun(plans.plan(), new Unwatched()).run().statistics();
  }
}

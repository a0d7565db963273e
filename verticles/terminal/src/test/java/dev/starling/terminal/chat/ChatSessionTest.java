package dev.starling.terminal.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.terminal.chat.ChatSession.NotAdmitted;
import dev.starling.terminal.chat.ScriptedServer.Visitor;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ChatSessionTest {
  private final ScriptedServer server = new ScriptedServer();
  private final FakeScreen person = new FakeScreen(true);
  private final FakeScreen pipe = new FakeScreen(false);
  private final ExecutorService main = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    main.shutdownNow();
    server.close();
  }

  @Test
  void a_person_whose_name_is_refused_is_asked_for_another() throws Exception {
    Future<Integer> exit = visit(person, null);
    person.type("ada");
    Visitor first = server.next();
    assertThat(first.expect("connect").getString("username")).isEqualTo("ada");
    first.refuse("username_taken", "username 'ada' is taken");
    assertThat(person.next()).isEqualTo("! username 'ada' is taken");
    person.type("grace");
    Visitor second = server.next();
    assertThat(second.expect("connect").getString("username")).isEqualTo("grace");
    second.welcome("e1", 0);
    assertThat(person.next())
        .isEqualTo("* connected to " + server.endpoint() + " as grace, 1 online");
    person.end();
    assertThat(code(exit)).isZero();
  }

  @Test
  void a_given_name_that_is_refused_ends_it_with_the_reason() throws Exception {
    Future<Integer> exit = visit(pipe, "ada");
    Visitor visitor = server.next();
    visitor.expect("connect");
    visitor.refuse("username_taken", "username 'ada' is taken");
    assertThatThrownBy(() -> code(exit))
        .hasCauseInstanceOf(NotAdmitted.class)
        .hasMessageContaining("username 'ada' is taken");
  }

  @Test
  void a_server_that_is_not_there_is_named() throws Exception {
    int closed = closedPort();
    assertThatThrownBy(
            () -> new ChatSession(new Endpoint("127.0.0.1", closed, false), pipe, false).run("ada"))
        .isInstanceOf(NotAdmitted.class)
        .hasMessage("cannot reach 127.0.0.1:" + closed + ": connection refused");
  }

  @Test
  void after_a_dropped_connection_the_session_goes_on_and_nothing_is_shown_twice()
      throws Exception {
    visit(person, "ada");
    Visitor first = server.admit();
    first.said(42, "grace", "one");
    assertThat(person.next()).contains("connected to");
    assertThat(person.next()).isEqualTo("grace: one");
    first.close(1001);
    assertThat(person.next())
        .isEqualTo(
            "! lost the connection to "
                + server.endpoint()
                + ": the server is going away (1001 on its way); trying to connect again");
    Visitor second = server.next();
    assertThat(second.expect("connect").getJsonObject("resume"))
        .isEqualTo(
            new JsonObject()
                .put("session", "s1")
                .put("epoch", "e1")
                .put("seq", 42)
                .put("chain", "000000000000002a"));
    second.welcome("e1", 44);
    second.said(42, "grace", "one");
    second.said(43, "grace", "two");
    assertThat(person.next()).isEqualTo("* connected again, 1 online");
    assertThat(person.next()).isEqualTo("grace: two");
  }

  @Test
  void what_was_not_acknowledged_is_sent_again_with_the_same_id() throws Exception {
    visit(person, "ada");
    Visitor first = server.admit();
    person.type("hello");
    JsonObject sent = first.expect("message");
    first.close(1011);
    Visitor second = server.next();
    second.expect("connect");
    second.welcome("e1", 41);
    assertThat(second.expect("message")).isEqualTo(sent);
  }

  @Test
  void a_gap_is_announced() throws Exception {
    visit(person, "ada");
    Visitor visitor = server.admit();
    visitor.send(Visitor.frame("gap").put("from", 42).put("to", 99));
    visitor.send(Visitor.frame("gap").put("epoch", "e2").put("seq", 3));
    assertThat(person.next()).contains("connected to");
    assertThat(person.next()).isEqualTo("* 58 events are missing (42 to 99)");
    assertThat(person.next())
        .isEqualTo("* events are missing: the server has started a new transcript");
  }

  @Test
  void escape_sequences_are_shown_and_not_executed() throws Exception {
    visit(person, "ada");
    server.admit().said(42, "eve\u202e", "\u001b[2Jgone");
    assertThat(person.next()).contains("connected to");
    assertThat(person.next()).isEqualTo("eve\\u202e: ^[[2Jgone");
  }

  @Test
  void a_pipe_is_sent_line_by_line_and_waits_for_the_last_to_come_back() throws Exception {
    Future<Integer> exit = visit(pipe, "ada");
    pipe.type("one");
    pipe.type("two");
    pipe.end();
    Visitor visitor = server.admit();
    assertThat(visitor.expect("message").getString("text")).isEqualTo("one");
    visitor.acknowledge("m1", 42);
    visitor.said(42, "ada", "one");
    assertThat(visitor.expect("message").getString("text")).isEqualTo("two");
    visitor.acknowledge("m2", 43);
    assertThat(exit.isDone()).isFalse();
    visitor.said(43, "ada", "two");
    assertThat(code(exit)).isZero();
    assertThat(visitor.closeCode()).isEqualTo(1000);
  }

  @Test
  void a_pipe_with_a_line_that_was_not_sent_has_failed() throws Exception {
    Future<Integer> exit = visit(pipe, "ada");
    pipe.type("one");
    pipe.end();
    Visitor visitor = server.admit();
    visitor.expect("message");
    visitor.error("message_too_long", "over 4096 bytes", "m1");
    assertThat(pipe.next()).contains("connected to");
    assertThat(pipe.next()).isEqualTo("! not sent: one (message_too_long: over 4096 bytes)");
    assertThat(code(exit)).isOne();
  }

  @Test
  void what_is_no_chat_protocol_is_a_lost_connection() throws Exception {
    visit(person, "ada");
    Visitor visitor = server.admit();
    visitor.send(Visitor.frame("message").put("seq", "text"));
    assertThat(person.next()).contains("connected to");
    assertThat(person.next()).contains("what it sends is not the chat protocol");
    server.next().expect("connect");
  }

  @Test
  void a_bell_rings_for_others_and_not_for_oneself() throws Exception {
    main.submit(() -> new ChatSession(server.endpoint(), person, true).run("ada"));
    Visitor visitor = server.admit();
    visitor.said(42, "ada", "mine");
    visitor.said(43, "grace", "hers");
    assertThat(person.next()).contains("connected to");
    assertThat(person.next()).isEqualTo("ada: mine");
    assertThat(person.next()).isEqualTo("grace: hers");
    assertThat(person.next()).isEqualTo("(bell)");
  }

  private Future<Integer> visit(FakeScreen screen, String username) {
    return main.submit(() -> new ChatSession(server.endpoint(), screen, false).run(username));
  }

  private static int code(Future<Integer> exit) throws Exception {
    return exit.get(60, TimeUnit.SECONDS);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

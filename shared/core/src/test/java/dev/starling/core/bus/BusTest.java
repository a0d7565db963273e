package dev.starling.core.bus;

import static io.vertx.core.Future.failedFuture;
import static io.vertx.core.Future.succeededFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusTest {
  private static final int ROUNDS = 3_000;
  private static final int SECONDS = 60;
  private static final RecordCodec<Note> CODEC = RecordCodec.json("note", Note.class);

  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  private record Note(String text) {}

  @AfterEach
  void close() throws Exception {
    other.shutdownNow();
    vertx.close().await(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void each_of_several_event_loops_that_make_a_type_sendable_at_once_can_send_it()
      throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    for (int round = 0; round < ROUNDS; round++) {
      Bus bus = new Bus(vertx);
      Future<?> there = other.submit(() -> send(bus, together));
      send(bus, together);
      assertThatCode(() -> there.get(SECONDS, TimeUnit.SECONDS)).doesNotThrowAnyException();
      vertx.eventBus().unregisterDefaultCodec(Note.class);
    }
  }

  @Test
  void an_instance_alone_answers_itself_once() throws Exception {
    Bus bus = new Bus(vertx);
    for (int subscription = 0; subscription < 2; subscription++) {
      bus.serveAll("ask", (String question) -> succeededFuture(question + "!"))
          .await(SECONDS, TimeUnit.SECONDS);
    }
    InstanceReplies<String> replies = askAll(bus);
    assertThat(replies.replies()).containsExactly(Map.entry("self", "hello!"));
    assertThat(replies.isComplete()).isTrue();
  }

  @Test
  void an_instance_that_fails_is_no_missing_one() throws Exception {
    Bus bus = new Bus(vertx);
    bus.serveAll("ask", (String question) -> failedFuture("no idea"))
        .await(SECONDS, TimeUnit.SECONDS);
    InstanceReplies<String> replies = askAll(bus);
    assertThat(replies.failures().get("self")).hasMessage("no idea");
    assertThat(replies.missing()).isEmpty();
    assertThat(replies.isComplete()).isFalse();
  }

  @Test
  void an_acknowledgement_is_a_reply() throws Exception {
    Bus bus = new Bus(vertx);
    bus.serveAll("ask", (String question) -> succeededFuture()).await(SECONDS, TimeUnit.SECONDS);
    assertThat(askAll(bus).replies()).containsKey("self").containsValue(null);
  }

  @Test
  void where_no_one_serves_no_one_is_missing() throws Exception {
    InstanceReplies<String> replies = askAll(new Bus(vertx));
    assertThat(replies.replies()).isEmpty();
    assertThat(replies.isComplete()).isTrue();
  }

  private static InstanceReplies<String> askAll(Bus bus) throws Exception {
    return bus.<String>requestAll("ask", "hello", TimeUnit.SECONDS.toMillis(SECONDS))
        .await(SECONDS, TimeUnit.SECONDS);
  }

  private static Void send(Bus bus, CyclicBarrier together) throws Exception {
    together.await(SECONDS, TimeUnit.SECONDS);
    bus.registerCodec(Note.class, CODEC);
    bus.publish("nobody", new Note("hello"));
    return null;
  }
}

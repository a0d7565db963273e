package dev.starling.core.bus;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.Vertx;
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

  private static Void send(Bus bus, CyclicBarrier together) throws Exception {
    together.await(SECONDS, TimeUnit.SECONDS);
    bus.registerCodec(Note.class, CODEC);
    bus.publish("nobody", new Note("hello"));
    return null;
  }
}

package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class AudienceTest {
  private final Vertx vertx = Vertx.vertx();
  private final Audience audience =
      new Audience(vertx.getOrCreateContext(), new LongAdder(), () -> {});
  private final RecordingGuest first = new RecordingGuest();
  private final RecordingGuest broken = new RecordingGuest();
  private final RecordingGuest last = new RecordingGuest();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void a_guest_that_fails_costs_its_own_connection_only() throws TimeoutException {
    broken.fails = true;
    admitAll();

    audience.publish(event(1));
    audience.post(last, () -> last.accepted("m1", 1));
    audience.publish(event(2));
    turn();

    assertThat(first.heard).containsExactly("events 1", "events 2");
    assertThat(last.heard).containsExactly("events 1", "accepted m1", "events 2");
    assertThat(broken.heard).containsExactly("failed");
    assertThat(audience.backlog()).isZero();
  }

  @Test
  void what_one_guest_is_told_between_events_and_fails_at_keeps_nothing_from_the_others()
      throws TimeoutException {
    admitAll();

    broken.fails = true;
    audience.post(broken, () -> broken.gap(1, 2));
    audience.beforeNews(broken, () -> broken.accepted("m1", 1));
    audience.publish(event(3));
    turn();

    assertThat(first.heard).containsExactly("events 3");
    assertThat(last.heard).containsExactly("events 3");
    assertThat(broken.heard).containsOnly("failed");
    assertThat(audience.backlog()).isZero();
  }

  private void admitAll() {
    audience.admit(first);
    audience.admit(broken);
    audience.admit(last);
  }

  /** Returns once what was said has been dealt with. */
  private void turn() throws TimeoutException {
    Promise<Void> done = Promise.promise();
    audience.flush();
    audience.post(first, done::complete);
    audience.flush();
    done.future().await(60, TimeUnit.SECONDS);
  }

  private static Published event(long seq) {
    return new Published(seq, Buffer.buffer("line\n"), Buffer.buffer("{}"));
  }
}

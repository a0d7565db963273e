package dev.starling.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.replication.ManualLoop;
import dev.starling.chat.room.Room;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.Result.Status;
import dev.starling.web.auth.Bearer;
import io.vertx.core.Future;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a connection ends, and what becomes of its user. */
class SessionEndTest {
  private final Connections connections = new Connections();
  private final ScriptedRoom room = connections.room;
  private final ManualLoop loop = connections.loop;
  private final RecordingTransport client = new RecordingTransport();

  @Test
  void who_has_an_expired_token_leaves() {
    Future<Bearer> bearer = Future.succeededFuture(new Bearer(Optional.of("ada"), 1_005_000));
    Connections proved = new Connections(10, Optional.of(token -> bearer));
    proved.open(client).connect(Optional.empty(), Optional.of("token"), Optional.empty());
    proved.room.letIn();
    proved.loop.pass(4_900);
    assertThat(client.news()).containsExactly("welcome 0", "event 1");
    proved.loop.pass(200);
    proved.loop.pass(250);
    assertThat(client.news()).containsExactly("close EXPIRED");
    assertThat(proved.room.asked).containsExactly("join ada", "leave");
  }

  @Test
  void who_is_gone_before_being_in_leaves_or_is_away_as_the_connection_ended() {
    connections.asking(client).closed(true);
    assertThat(room.asked).containsExactly("join ada");
    room.letIn();
    loop.run();
    assertThat(room.asked).containsExactly("join ada", "leave");
    room.asked.clear();
    connections.asking(client).closed(false);
    room.letIn();
    loop.run();
    assertThat(room.asked).containsExactly("join ada", "away");
    assertThat(client.news()).isEmpty();
    assertThat(connections.present).isZero();
  }

  @Test
  void a_client_that_cannot_resume_always_leaves() {
    client.canResume = false;
    connections.joined(client).closed(false);
    assertThat(room.asked).containsExactly("leave");
    room.asked.clear();
    connections.joined(client);
    room.whenUnavailable.run();
    assertThat(room.asked).containsExactly("leave");
  }

  @Test
  void who_goes_on_elsewhere_is_closed_here_and_does_not_leave() {
    connections.joined(client);
    room.tell(Room.Connection::moved);
    loop.run();
    assertThat(client.news()).containsExactly("close MOVED");
    assertThat(room.asked).isEmpty();
    assertThat(connections.present).isZero();
  }

  @Test
  void without_a_store_those_who_are_in_are_sent_elsewhere_and_may_come_back() {
    connections.joined(client);
    RecordingTransport other = new RecordingTransport();
    connections.open(other);
    room.whenUnavailable.run();
    assertThat(client.news()).containsExactly("refuse NOT_ACCEPTED TRY_AGAIN");
    assertThat(other.news()).isEmpty();
    assertThat(room.asked).containsExactly("away");
  }

  @Test
  void who_says_nothing_for_too_long_leaves() {
    Session session = connections.joined(client);
    loop.pass(40_000);
    session.heard();
    loop.pass(59_000);
    assertThat(client.news()).isEmpty();
    loop.pass(1_500);
    assertThat(client.news()).containsExactly("close IDLE");
    assertThat(room.asked).containsExactly("leave");
  }

  @Test
  void who_ends_its_input_reads_up_to_its_own_left_and_nothing_behind_it() {
    Session session = connections.joined(client);
    session.end();
    assertThat(session.isOver()).isTrue();
    room.publish(2);
    room.answer(Result.done(6));
    room.publish(5);
    loop.run();
    assertThat(client.news())
        .containsExactly("event 2", "event 3", "event 4", "event 5", "event 6", "finish");
    room.publish(3);
    loop.run();
    assertThat(client.news()).isEmpty();
    assertThat(room.asked).containsExactly("leave");
  }

  @Test
  void the_own_left_may_have_been_read_before_it_is_known_to_be_it() {
    connections.joined(client).end();
    room.publish(1);
    loop.run();
    room.answer(Result.done(2));
    loop.run();
    assertThat(client.news()).containsExactly("event 2", "finish");
  }

  @Test
  void who_is_no_member_any_more_or_gets_no_answer_is_not_kept_waiting() {
    for (Status status : new Status[] {Status.ABSENT, Status.UNKNOWN, Status.NOT_APPLIED}) {
      connections.joined(client).end();
      room.answer(Result.of(status));
      loop.run();
      assertThat(client.news()).containsExactly("finish");
    }
  }

  @Test
  void a_gap_or_another_transcript_over_the_own_left_ends_it_too() {
    connections.joined(client).end();
    room.answer(Result.done(3));
    room.skip(10);
    loop.run();
    assertThat(client.news()).containsExactly("gap 2..3", "finish");
    RecordingTransport next = new RecordingTransport();
    Session other = connections.joined(next);
    loop.pass(1_000);
    other.end();
    room.answer(Result.done(20));
    room.restart("another");
    loop.run();
    assertThat(next.news()).endsWith("restarted another 0", "finish");
  }

  @Test
  void nothing_that_comes_after_the_end_does_anything() {
    Session session = connections.joined(client);
    session.closed(false);
    session.whenJoined(null, 1, () -> client.told.add("said"));
    session.end();
    session.closed(true);
    room.tell(Room.Connection::moved);
    room.tell(Room.Connection::lost);
    room.publish(3);
    loop.pass(120_000);
    assertThat(client.news()).isEmpty();
    assertThat(room.asked).containsExactly("away");
    assertThat(connections.present).isZero();
  }
}

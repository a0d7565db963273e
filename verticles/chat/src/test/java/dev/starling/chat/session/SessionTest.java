package dev.starling.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Key;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.replication.ManualLoop;
import dev.starling.chat.room.Room;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.Result.Status;
import dev.starling.web.auth.Bearer;
import io.vertx.core.Promise;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A connection from its first word to its place in the room, and what it says there. */
class SessionTest {
  private final Connections connections = new Connections();
  private final ScriptedRoom room = connections.room;
  private final ManualLoop loop = connections.loop;
  private final RecordingTransport client = new RecordingTransport();

  @Test
  void who_does_not_say_who_it_is_is_closed_in_time() {
    Session session = connections.open(client);
    assertThat(session.isExpected()).isTrue();
    loop.pass(9_900);
    assertThat(client.news()).isEmpty();
    loop.pass(500);
    assertThat(client.news()).containsExactly("close NOT_CONNECTED");
    assertThat(session.isOver()).isTrue();
    assertThat(room.asked).isEmpty();
  }

  @Test
  void who_ends_or_closes_without_a_word_leaves_no_trace() {
    connections.open(client).end();
    assertThat(client.news()).containsExactly("finish");
    connections.open(new RecordingTransport()).closed(true);
    loop.pass(60_000);
    assertThat(room.asked).isEmpty();
    assertThat(connections.present).isZero();
  }

  @Test
  void who_has_no_name_is_refused() {
    connections.open(client).connect(Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(client.news()).containsExactly("refuse USERNAME_INVALID REFUSED");
    assertThat(room.rejections)
        .extracting(Rejection::code)
        .containsExactly(Rejection.Code.USERNAME_INVALID);
  }

  @Test
  void who_is_gone_while_the_token_is_checked_never_asks_for_a_place() {
    Promise<Bearer> check = Promise.promise();
    Connections proved = new Connections(10, Optional.of(token -> check.future()));
    Session session = proved.open(client);
    session.connect(Optional.empty(), Optional.of("token"), Optional.empty());
    session.closed(true);
    check.complete(new Bearer(Optional.of("ada"), Bearer.NEVER));
    assertThat(proved.room.asked).isEmpty();
  }

  @Test
  void what_is_sent_and_the_end_of_input_wait_for_the_token() {
    Promise<Bearer> check = Promise.promise();
    Connections proved = new Connections(10, Optional.of(token -> check.future()));
    Session session = proved.open(client);
    session.connect(Optional.empty(), Optional.of("token"), Optional.empty());
    session.whenJoined(null, 5, () -> session.speech().say(null, "hello"));
    session.end();
    check.complete(new Bearer(Optional.of("ada"), Bearer.NEVER));
    proved.room.letIn();
    proved.loop.run();
    assertThat(proved.room.asked).containsExactly("join ada", "say hello", "leave");
  }

  @Test
  void a_name_that_is_taken_is_refused_for_good_and_an_unavailable_store_for_now() {
    connections.asking(client);
    room.tell(asking -> asking.refused(new Result(Status.TAKEN, 0, "Ada")));
    loop.run();
    assertThat(client.news()).containsExactly("refuse USERNAME_TAKEN REFUSED");
    for (Status status : new Status[] {Status.NOT_APPLIED, Status.UNKNOWN}) {
      RecordingTransport next = new RecordingTransport();
      connections.asking(next);
      room.tell(asking -> asking.refused(Result.of(status)));
      loop.run();
      assertThat(next.news()).containsExactly("refuse NOT_ACCEPTED TRY_AGAIN");
    }
    assertThat(room.asked).containsOnly("join ada");
  }

  @Test
  void what_was_sent_early_is_said_after_the_own_joined_and_in_order() {
    Session session = connections.asking(client);
    session.whenJoined("1", 3, () -> client.told.add("says one"));
    session.whenJoined("2", 3, () -> client.told.add("says two"));
    room.letIn();
    loop.run();
    session.whenJoined("3", 5, () -> client.told.add("says three"));
    assertThat(client.news())
        .containsExactly("welcome 0", "event 1", "says one", "says two", "says three");
    assertThat(connections.present).isOne();
  }

  @Test
  void too_much_that_is_sent_early_is_rejected_whether_it_is_many_or_long() {
    Session session = connections.asking(client);
    session.whenJoined("long", EarlySteps.MOST_BYTES, () -> {});
    assertThat(client.news()).containsExactly("reject long RATE_LIMITED");
    for (int i = 0; i < EarlySteps.MOST_BYTES; i++) {
      session.whenJoined("many", 1, () -> {});
    }
    assertThat(client.news()).hasSizeGreaterThan(EarlySteps.MOST_BYTES / 2);
  }

  @Test
  void each_answer_of_the_room_is_told() {
    Session session = connections.joined(client);
    for (Status status : Status.values()) {
      session.speech().say("id", "hello");
      room.answer(new Result(status, 7, ""));
    }
    loop.run();
    assertThat(client.news())
        .containsExactly(
            "accepted id 7",
            "accepted id 7",
            "reject id NOT_ACCEPTED",
            "reject id NOT_ACCEPTED",
            "reject id NOT_ACCEPTED",
            "reject id UNKNOWN",
            "reject id NOT_ACCEPTED",
            "reject id NOT_ACCEPTED");
  }

  @Test
  void what_is_no_message_never_reaches_the_room() {
    Session session = connections.joined(client);
    session.speech().say("1", "");
    session.speech().say("2", "x".repeat(5_000));
    assertThat(client.news())
        .containsExactly("reject 1 MESSAGE_INVALID", "reject 2 MESSAGE_TOO_LONG");
    assertThat(room.asked).isEmpty();
  }

  @Test
  void who_was_taken_for_lost_asks_again_as_the_same_session_and_is_welcomed_once() {
    Session session = connections.joined(client);
    Operation.Applicant before = room.user;
    Key connection = room.connection;
    room.tell(Room.Connection::lost);
    loop.run();
    session.whenJoined("1", 5, () -> session.speech().say("1", "hello"));
    assertThat(room.asked).containsExactly("join ada");
    assertThat(room.user.resumed()).isNotIn(before.resumed(), before.fresh());
    assertThat(room.user.fresh()).isEqualTo(before.fresh());
    assertThat(room.connection).isNotEqualTo(connection);
    room.letIn();
    loop.run();
    assertThat(client.news()).containsExactly("event 2");
    assertThat(room.asked).containsExactly("join ada", "say hello");
    assertThat(connections.present).isOne();
  }

  @Test
  void a_session_that_is_no_one_s_gets_another_and_its_messages_that_one_s_keys() {
    Session session = connections.resuming(client, ScriptedRoom.EPOCH, 0);
    Operation.Applicant request = room.user;
    assertThat(request.resumed()).isEqualTo(Key.of(Connections.SECRET));
    assertThat(request.fresh()).isNotEqualTo(request.resumed());
    room.letIn();
    loop.run();
    assertThat(Key.of(client.welcome.session())).isEqualTo(request.fresh());
    session.speech().say("1", "hello");
    assertThat(room.said).isEqualTo(Key.of(client.welcome.session(), "ada", "1"));
  }

  @Test
  void a_session_that_goes_on_keeps_its_secret_and_the_keys_of_its_messages() {
    Session session = connections.resuming(client, ScriptedRoom.EPOCH, 0);
    room.letGoOn();
    loop.run();
    assertThat(client.welcome.session()).isEqualTo(Connections.SECRET);
    session.speech().say("1", "hello");
    assertThat(room.said).isEqualTo(Key.of(Connections.SECRET, "ada", "1"));
  }

  @Test
  void who_was_lost_and_goes_on_over_another_connection_by_now_is_sent_there() {
    connections.joined(client);
    room.tell(Room.Connection::lost);
    loop.run();
    room.tell(asking -> asking.refused(Result.of(Status.ABSENT)));
    loop.run();
    assertThat(client.news()).containsExactly("refuse NOT_ACCEPTED TRY_AGAIN");
    assertThat(connections.present).isZero();
  }

  @Test
  void who_was_lost_and_whose_name_is_taken_by_now_is_refused() {
    connections.joined(client);
    room.tell(Room.Connection::lost);
    loop.run();
    room.tell(asking -> asking.refused(new Result(Status.TAKEN, 0, "ada")));
    loop.run();
    assertThat(client.news()).containsExactly("refuse USERNAME_TAKEN REFUSED");
    assertThat(connections.present).isZero();
  }
}

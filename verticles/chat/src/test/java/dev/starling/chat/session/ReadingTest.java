package dev.starling.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Key;
import dev.starling.chat.replication.ManualLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a session reads: resumed, far behind, beside clients that fail or never read. */
class ReadingTest {
  private static final int JOURNAL = 500;

  private final Connections connections = new Connections(JOURNAL, Optional.empty());
  private final ScriptedRoom room = connections.room;
  private final ManualLoop loop = connections.loop;
  private final RecordingTransport client = new RecordingTransport();

  @Test
  void a_session_goes_on_after_its_last_event_and_asks_as_who_it_was() {
    room.publish(10);
    connections.resuming(client, ScriptedRoom.EPOCH, 8);
    assertThat(room.user.resumed()).isEqualTo(Key.of(Connections.SECRET));
    room.letGoOn();
    loop.run();
    room.publish(1);
    loop.run();
    assertThat(client.news()).containsExactly("welcome 8", "event 9", "event 10", "event 11");
    assertThat(client.welcome.session()).isEqualTo(Connections.SECRET);
    assertThat(client.welcome.chain()).hasValue(8);
  }

  @Test
  void a_session_of_another_transcript_or_from_beyond_the_end_is_told_so() {
    room.publish(10);
    RecordingTransport beyond = new RecordingTransport();
    connections.resuming(client, "another", 8);
    room.letGoOn();
    connections.resuming(beyond, ScriptedRoom.EPOCH, 11);
    room.letGoOn();
    loop.run();
    assertThat(client.news()).containsExactly("welcome 10", "restarted epoch 10");
    assertThat(beyond.news()).containsExactly("welcome 10", "restarted epoch 10");
  }

  @Test
  void who_is_far_behind_reads_all_of_it_no_faster_than_it_takes_it() {
    room.publish(5_000);
    client.slow = true;
    connections.resuming(client, ScriptedRoom.EPOCH, 0);
    room.letGoOn();
    loop.run();
    List<String> read = new ArrayList<>(client.news());
    assertThat(read).hasSizeLessThanOrEqualTo(101);
    while (client.drain()) {
      loop.run();
      assertThat(client.told).hasSizeLessThanOrEqualTo(100);
      read.addAll(client.news());
    }
    assertThat(read).startsWith("welcome 0", "event 1").endsWith("event 5000").hasSize(5_001);
    client.slow = false;
    room.publish(1);
    loop.run();
    assertThat(client.news()).containsExactly("event 5001");
    assertThat(client.isClosed()).isFalse();
    assertThat(room.held).isZero();
  }

  @Test
  void who_is_too_far_behind_is_told_a_gap_before_the_events_behind_it() {
    room.publish(150_000);
    connections.resuming(client, ScriptedRoom.EPOCH, 7);
    room.letGoOn();
    loop.pass(1_000);
    List<String> read = client.news();
    assertThat(read)
        .startsWith("welcome 7", "gap 8..50000", "event 50001")
        .endsWith("event 150000");
    assertThat(read).hasSize(100_002);
  }

  @Test
  void who_would_wait_for_others_is_told_a_gap_before_the_events_behind_it() {
    room.publish(5_000);
    room.crowded = true;
    connections.resuming(client, ScriptedRoom.EPOCH, 7);
    room.letGoOn();
    room.publish(1);
    loop.run();
    List<String> read = client.news();
    long behind = 5_001 - (read.size() - 2);
    assertThat(read)
        .startsWith("welcome 7", "gap 8.." + behind, "event " + (behind + 1))
        .endsWith("event 5000", "event 5001");
    assertThat(room.pagesRead).isZero();
  }

  @Test
  void who_never_reads_is_sent_one_page_and_keeps_nobody_else_from_reading() {
    room.publish(5_000);
    client.slow = true;
    Session session = connections.resuming(client, ScriptedRoom.EPOCH, 0);
    room.letGoOn();
    RecordingTransport other = new RecordingTransport();
    connections.resuming(other, ScriptedRoom.EPOCH, 4_990);
    room.letGoOn();
    loop.run();
    for (int i = 0; i < 20; i++) {
      room.publish(100);
      loop.run();
    }
    loop.pass(5_000);
    assertThat(room.pagesRead).isOne();
    assertThat(room.held).isOne();
    assertThat(client.news()).hasSize(101);
    assertThat(other.news()).hasSize(2_011).endsWith("event 7000");
    session.closed(false);
    assertThat(room.held).isZero();
  }

  @Test
  void who_does_not_take_a_page_that_others_wait_for_is_closed_and_may_come_back() {
    room.publish(5_000);
    client.slow = true;
    connections.resuming(client, ScriptedRoom.EPOCH, 0);
    room.letGoOn();
    loop.pass(20_000);
    assertThat(client.news()).hasSize(101);
    room.wanted = true;
    loop.pass(3_000);
    assertThat(client.news()).containsExactly("close TOO_SLOW");
    assertThat(room.asked).endsWith("away");
    assertThat(room.held).isZero();
  }

  @Test
  void who_takes_its_pages_is_not_closed_though_others_wait_for_them() {
    room.publish(5_000);
    room.wanted = true;
    client.slow = true;
    Session session = connections.resuming(client, ScriptedRoom.EPOCH, 0);
    room.letGoOn();
    for (int i = 0; i < 49; i++) {
      loop.pass(2_900);
      session.heard();
      client.drain();
    }
    loop.run();
    assertThat(client.news()).endsWith("event 5000").hasSize(5_001);
    assertThat(client.isClosed()).isFalse();
  }

  @Test
  void a_client_that_cannot_be_told_costs_its_own_connection_only() {
    RecordingTransport before = new RecordingTransport();
    RecordingTransport after = new RecordingTransport();
    connections.joined(before);
    connections.joined(client);
    connections.joined(after);
    before.news();
    client.news();
    client.throwing = true;
    room.publish(2);
    room.publish(1);
    loop.run();
    assertThat(client.news()).containsExactly("close FAILED");
    assertThat(room.asked).containsExactly("away");
    assertThat(before.news()).containsExactly("event 4", "event 5", "event 6");
    assertThat(after.news()).containsExactly("event 4", "event 5", "event 6");
  }

  @Test
  void a_gap_is_told_before_the_events_behind_it() {
    connections.joined(client);
    room.publish(1);
    room.skip(5);
    room.publish(1);
    loop.run();
    assertThat(client.news()).containsExactly("event 2", "gap 3..7", "event 8");
  }

  @Test
  void a_gap_begins_behind_what_the_client_has_read() {
    room.publish(2);
    room.skip(5);
    room.publish(1);
    connections.resuming(client, ScriptedRoom.EPOCH, 4, OptionalLong.empty());
    room.letGoOn();
    loop.run();
    assertThat(client.news()).containsExactly("welcome 4", "gap 5..7", "event 8");
  }

  @Test
  void an_event_loop_that_fell_behind_the_journal_misses_nothing() {
    connections.joined(client);
    for (int i = 0; i < 30; i++) {
      room.publish(100);
    }
    loop.pass(1_000);
    assertThat(client.news()).startsWith("event 2").endsWith("event 3001").hasSize(3_000);
    assertThat(room.pagesRead).isPositive();
  }
}

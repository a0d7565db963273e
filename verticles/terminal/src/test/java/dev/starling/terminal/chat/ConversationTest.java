package dev.starling.terminal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final Duration LONG = Duration.ofSeconds(31);

  private final List<String> wire = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final HandMovedTimers timers = new HandMovedTimers();
  private final Conversation conversation =
      new Conversation(
          "ada",
          Set.of("not_accepted"),
          new Link() {
            @Override
            public void open() {
              wire.add("open");
            }

            @Override
            public void send(String frame) {
              wire.add(frame);
            }

            @Override
            public void close() {
              wire.add("close");
            }
          },
          timers,
          new Random(1),
          new EventPrinter(
              new Endpoint("localhost", 8006, false), line -> shown.add(line.toString())),
          new Conversation.Listener() {
            @Override
            public void admitted() {
              told.add("admitted");
            }

            @Override
            public void refused(String reason) {
              told.add("refused: " + reason);
            }

            @Override
            public void unreachable(String reason) {
              told.add("unreachable: " + reason);
            }

            @Override
            public void settled() {
              told.add("settled");
            }

            @Override
            public void notSent() {
              told.add("not sent");
            }
          });

  @Test
  void who_came_went_and_spoke_is_shown() {
    enter();
    conversation.joined(at(42), "ada", 1);
    conversation.joined(at(43), "grace", 2);
    conversation.message(at(44), "grace", "hello");
    conversation.left(at(45), "grace", 1);
    assertThat(shown)
        .containsExactly(
            "* ada has joined, 1 online",
            "* grace has joined, 2 online",
            "grace: hello",
            "* grace has left, 1 online");
  }

  @Test
  void a_repeated_event_is_not_shown_and_a_skipped_one_is_missed_aloud() {
    enter();
    conversation.message(at(42), "grace", "one");
    conversation.message(at(42), "grace", "one");
    conversation.message(at(44), "grace", "three");
    assertThat(shown).containsExactly("grace: one", "* 1 event is missing (43)", "grace: three");
  }

  @Test
  void a_second_message_waits_for_the_first() {
    enter();
    conversation.say("one");
    conversation.say("two");
    assertThat(wire).containsExactly(ChatFrames.message("m1", "one"));
    conversation.acknowledged("m1", 42);
    assertThat(wire).endsWith(ChatFrames.message("m2", "two"));
    assertThat(told).isEmpty();
    conversation.message(at(42), "ada", "one");
    assertThat(told).containsExactly("settled");
  }

  @Test
  void a_message_that_was_not_accepted_is_tried_again_a_bounded_number_of_times() {
    enter();
    conversation.say("one");
    for (int attempt = 1; attempt <= Outbox.ATTEMPTS; attempt++) {
      assertThat(wire).hasSize(attempt);
      conversation.error("not_accepted", "the transcript store is unavailable", "m1");
      timers.pass(Duration.ofSeconds(4));
    }
    assertThat(wire).hasSize(Outbox.ATTEMPTS).containsOnly(ChatFrames.message("m1", "one"));
    assertThat(shown)
        .containsExactly(
            "! not sent: one (not_accepted: the transcript store is unavailable, after 8 attempts)");
    assertThat(told).containsExactly("not sent", "settled");
  }

  @Test
  void a_message_of_which_nobody_knows_is_sent_again_with_its_id_and_then_given_up() {
    enter();
    conversation.say("one");
    for (int attempt = 1; attempt <= Outbox.ATTEMPTS; attempt++) {
      assertThat(wire).hasSize(attempt);
      conversation.error("unknown", "", "m1");
      timers.pass(Duration.ofSeconds(4));
    }
    assertThat(wire).hasSize(Outbox.ATTEMPTS).containsOnly(ChatFrames.message("m1", "one"));
    assertThat(shown)
        .containsExactly("! not known whether it was sent: one (unknown, after 8 attempts)");
    assertThat(told).containsExactly("not sent", "settled");
  }

  @Test
  void what_was_sent_over_a_lost_connection_is_sent_again_once_nothing_was_missed() {
    comeBackWithMessagesUnderWay();
    conversation.message(at(42), "grace", "hello");
    assertThat(wire).containsExactly(ChatFrames.message("m1", "one"));
  }

  @Test
  void what_may_be_among_missing_events_is_not_sent_again() {
    comeBackWithMessagesUnderWay();
    conversation.gap(42, 99);
    assertThat(shown)
        .containsExactly(
            "* 58 events are missing (42 to 99)",
            "! not known whether it was sent: one (events are missing)");
    assertThat(wire).containsExactly(ChatFrames.message("m2", "two"));
    assertThat(told).containsExactly("not sent", "settled");
  }

  @Test
  void a_gap_while_an_answer_is_to_come_leaves_the_message_alone() {
    enter();
    conversation.say("one");
    conversation.gap(42, 99);
    conversation.acknowledged("m1", 100);
    assertThat(shown).containsExactly("* 58 events are missing (42 to 99)");
  }

  @Test
  void after_a_gap_it_resumes_without_a_chain_and_after_an_event_with_it() {
    enter();
    conversation.gap(42, 99);
    conversation.lost(0, "gone");
    timers.pass(LONG);
    conversation.opened();
    assertThat(wire).last().asString().contains("\"seq\":99").doesNotContain("chain");
    conversation.welcome("s1", "e1", new Position(99), 1);
    conversation.message(at(100), "grace", "hello");
    conversation.lost(0, "gone");
    timers.pass(LONG);
    conversation.opened();
    assertThat(wire).endsWith(resume(100));
  }

  @Test
  void a_transcript_that_begins_anew_under_way_is_read_from_where_the_server_says() {
    enter();
    conversation.newTranscript("e2", 7);
    conversation.message(at(8), "grace", "hello");
    assertThat(shown)
        .containsExactly(
            "* events are missing: the server has started a new transcript", "grace: hello");
  }

  @Test
  void other_errors_name_what_was_not_sent_and_the_next_goes_out() {
    enter();
    conversation.say("one");
    conversation.say("two");
    conversation.error("rate_limited", "too fast", "m1");
    assertThat(shown).containsExactly("! not sent: one (rate_limited: too fast)");
    assertThat(wire).endsWith(ChatFrames.message("m2", "two"));
  }

  @Test
  void what_no_frame_can_hold_is_not_sent() {
    enter();
    conversation.say("x".repeat(ChatFrames.MAX_BYTES));
    assertThat(wire).isEmpty();
    assertThat(told).containsExactly("not sent", "settled");
  }

  @Test
  void a_server_that_never_answers_a_message_is_left_and_the_message_sent_again() {
    enter();
    conversation.say("one");
    wire.clear();
    timers.pass(Outbox.ANSWER_TIMEOUT);
    assertThat(wire).containsExactly("close");
    timers.pass(LONG);
    conversation.opened();
    conversation.welcome("s1", "e1", at(41), 1);
    assertThat(wire).endsWith("open", resume(41));
    timers.pass(Outbox.CATCHING_UP);
    assertThat(wire).endsWith("open", resume(41), ChatFrames.message("m1", "one"));
  }

  @Test
  void the_first_connection_that_fails_is_the_last() {
    conversation.start();
    conversation.lost(0, "connection refused");
    timers.pass(LONG);
    assertThat(told).containsExactly("unreachable: connection refused");
    assertThat(wire).containsExactly("open");
  }

  @Test
  void a_server_without_a_welcome_is_unreachable() {
    conversation.start();
    conversation.opened();
    timers.pass(Conversation.WELCOME_TIMEOUT);
    assertThat(told).containsExactly("unreachable: no welcome within 5 s");
  }

  @Test
  void a_name_that_is_not_free_yet_on_the_way_back_is_tried_again() {
    enter();
    conversation.lost(0, "gone");
    timers.pass(LONG);
    conversation.opened();
    conversation.error("username_taken", "username 'ada' is taken", "");
    assertThat(shown).last().asString().contains("username 'ada' is taken; trying on");
    timers.pass(LONG);
    assertThat(wire).endsWith("close", "open");
    assertThat(told).isEmpty();
  }

  @Test
  void attempts_that_fail_for_the_same_reason_are_mentioned_once() {
    enter();
    conversation.lost(1001, "gone");
    for (int attempt = 0; attempt < 5; attempt++) {
      timers.pass(LONG);
      conversation.lost(0, "connection refused");
    }
    assertThat(wire).hasSize(5).containsOnly("open");
    assertThat(shown)
        .containsExactly(
            "! lost the connection to localhost:8006: gone; trying to connect again",
            "! cannot reach localhost:8006: connection refused; trying on");
  }

  @Test
  void who_was_silent_for_too_long_comes_back_with_the_next_line() {
    enter();
    conversation.lost(4000, "idle");
    timers.pass(LONG);
    assertThat(wire).isEmpty();
    conversation.say("back");
    conversation.opened();
    conversation.welcome("s1", "e1", at(43), 1);
    assertThat(wire).containsExactly("open", resume(41), ChatFrames.message("m1", "back"));
  }

  @Test
  void in_a_new_transcript_its_own_numbers_count() {
    enter();
    conversation.say("one");
    conversation.acknowledged("m1", 42);
    conversation.lost(0, "gone");
    timers.pass(LONG);
    conversation.opened();
    conversation.welcome("s2", "e2", at(3), 1);
    conversation.newTranscript("e2", 3);
    conversation.joined(at(4), "ada", 1);
    assertThat(told).containsExactly("settled");
    assertThat(shown).endsWith("* ada has joined, 1 online");
  }

  @Test
  void leaving_names_what_was_not_acknowledged() {
    enter();
    conversation.say("one");
    conversation.lost(4000, "idle");
    shown.clear();
    conversation.say("two");
    conversation.leave();
    assertThat(shown)
        .endsWith(
            "! not known whether it was sent: one (not acknowledged)",
            "! not sent: two (no connection)");
    assertThat(wire).endsWith("close");
  }

  /** Of two messages the first was sent before the connection was lost. */
  private void comeBackWithMessagesUnderWay() {
    enter();
    conversation.say("one");
    conversation.say("two");
    conversation.lost(0, "gone");
    timers.pass(LONG);
    conversation.opened();
    conversation.welcome("s1", "e1", at(41), 1);
    wire.clear();
    shown.clear();
    told.clear();
  }

  private void enter() {
    conversation.start();
    conversation.opened();
    conversation.welcome("s1", "e1", at(41), 1);
    wire.clear();
    shown.clear();
    told.clear();
  }

  private static String resume(long seq) {
    ResumePoint resumePoint = new ResumePoint();
    resumePoint.enter("s1", "e1", at(seq));
    return ChatFrames.connect("ada", resumePoint);
  }

  private static Position at(long seq) {
    return new Position(seq, Optional.of("%016x".formatted(seq)));
  }
}

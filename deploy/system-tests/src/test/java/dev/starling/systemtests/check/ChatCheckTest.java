package dev.starling.systemtests.check;

import static dev.starling.systemtests.check.HandMade.acknowledged;
import static dev.starling.systemtests.check.HandMade.joined;
import static dev.starling.systemtests.check.HandMade.left;
import static dev.starling.systemtests.check.HandMade.line;
import static dev.starling.systemtests.check.HandMade.lost;
import static dev.starling.systemtests.check.HandMade.message;
import static dev.starling.systemtests.check.HandMade.sent;
import static dev.starling.systemtests.check.HandMade.welcomed;
import static dev.starling.systemtests.check.HandMade.welcomedAtTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.history.Fact.Gap;
import dev.starling.systemtests.history.Fact.Received;
import dev.starling.systemtests.history.Fact.Renewed;
import dev.starling.systemtests.history.Fact.Sent;
import dev.starling.systemtests.history.Fact.Welcomed;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatCheckTest {
  private static final List<String> BOTH = List.of("ada", "grace");

  /** Ada and Grace are there, and both have read that. */
  private final HandMade told =
      new HandMade()
          .saw("ada", welcomed("a", 0), joined(1, "ada"))
          .saw("grace", welcomed("g", 1))
          .all(BOTH, joined(2, "grace"));

  @Test
  void what_everyone_reads_in_the_same_order_is_right() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3))
        .all(BOTH, message(3, "ada", "m1"))
        .saw("grace", sent("n1"))
        .all(BOTH, message(4, "grace", "n1"))
        .saw("grace", acknowledged("n1", 4));

    accepted();
  }

  @Test
  void who_resumes_and_reads_on_where_the_connection_was_lost_is_right() {
    told.saw("ada", lost(), sent("m1"))
        .saw("grace", sent("n1"), message(3, "grace", "n1"), acknowledged("n1", 3))
        .saw("ada", welcomed("a", 2), message(3, "grace", "n1"), sent("m1"))
        .all(BOTH, message(4, "ada", "m1"))
        .saw("ada", acknowledged("m1", 4), acknowledged("m1", 4));

    accepted();
  }

  @Test
  void an_acknowledged_message_that_nobody_reads_is_lost() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3));

    refused("acknowledged and lost");
  }

  @Test
  void an_acknowledged_message_that_one_does_not_read_is_missing_there() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3), message(3, "ada", "m1"));

    refused("grace ends at 2");
  }

  @Test
  void a_number_left_out_without_a_word_is_refused() {
    told.saw("ada", sent("m1"), message(3, "ada", "m1"), sent("m2"), message(4, "ada", "m2"))
        .saw("ada", acknowledged("m1", 3), acknowledged("m2", 4))
        .saw("grace", message(4, "ada", "m2"));

    refused("grace reads Received[seq=4");
  }

  @Test
  void a_message_read_again_under_its_number_is_refused() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3))
        .all(BOTH, message(3, "ada", "m1"))
        .saw("grace", message(3, "ada", "m1"));

    refused("grace reads Received[seq=3");
  }

  @Test
  void a_message_delivered_under_two_numbers_is_refused() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3), lost(), welcomed("a", 2), sent("m1"))
        .all(BOTH, message(3, "ada", "m1"), message(4, "ada", "m1"));

    refused("once more than it was said");
  }

  @Test
  void a_message_that_nobody_said_is_refused() {
    told.all(BOTH, message(3, "ada", "m1"));

    refused("once more than it was said");
  }

  @Test
  void two_orders_are_refused() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3))
        .saw("grace", sent("n1"), acknowledged("n1", 4))
        .saw("ada", message(3, "ada", "m1"), message(4, "grace", "n1"))
        .saw("grace", message(3, "grace", "n1"), message(4, "ada", "m1"));

    refused("where others read");
  }

  @Test
  void an_acknowledgement_with_another_ones_number_is_refused() {
    told.saw("ada", sent("m1"), acknowledged("m1", 4))
        .saw("grace", sent("n1"), acknowledged("n1", 3))
        .all(BOTH, message(3, "ada", "m1"), message(4, "grace", "n1"));

    refused("there is Received[seq=4");
  }

  @Test
  void a_second_acknowledgement_with_another_number_is_refused() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3))
        .all(BOTH, message(3, "ada", "m1"))
        .saw("ada", sent("m1"), acknowledged("m1", 985));

    refused("acknowledged again, as 985");
  }

  @Test
  void an_acknowledgement_of_what_was_never_said_is_refused() {
    told.saw("ada", acknowledged("m7", 3));

    refused("which it never said");
  }

  @Test
  void a_message_that_is_never_answered_is_refused_while_its_sender_is_there() {
    told.saw("ada", sent("m1"));

    refused("never had an answer to [m1]");
  }

  @Test
  void a_message_that_is_never_answered_is_nothing_when_its_sender_is_gone() {
    told.saw("ada", sent("m1"), lost()).saw("grace", left(3, "ada"));

    accepted();
  }

  @Test
  void a_resumed_session_that_goes_on_elsewhere_is_refused() {
    told.saw("ada", lost(), welcomed("a", 1), joined(2, "grace"));

    refused("resumed after 2 and is welcomed at 1");
  }

  @Test
  void a_session_that_is_not_known_any_more_is_refused() {
    told.saw("ada", lost(), welcomed("other", 2));

    refused("its session is not known any more");
  }

  @Test
  void who_leaves_twice_is_refused() {
    told.saw("grace", lost()).saw("ada", left(3, "grace"), left(4, "grace"));

    refused("once more: Received[seq=4, type=left");
  }

  @Test
  void who_is_gone_without_having_left_is_refused() {
    told.saw("grace", lost());

    refused("grace is gone, unnoticed");
  }

  @Test
  void who_has_left_and_is_still_there_is_refused() {
    told.all(BOTH, left(3, "grace"));

    refused("grace is here but was read to leave");
  }

  @Test
  void a_gap_is_refused_unless_the_transcript_may_be_lost() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3), message(3, "ada", "m1"))
        .saw("ada", sent("m2"), acknowledged("m2", 4), message(4, "ada", "m2"))
        .saw("grace", lost(), welcomed("g", 2), new Gap(3), message(4, "ada", "m2"));

    refused("events up to 3 are missing");
    assertThat(ChatCheck.ofToldLoss().faults(told.history())).isEmpty();
  }

  @Test
  void a_new_epoch_is_refused_unless_the_transcript_may_be_lost() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3))
        .all(BOTH, lost())
        .saw("ada", new Welcomed("a", "e2", 0))
        .saw("grace", welcomed("g", 2), new Renewed("e2", 0));

    refused("epoch e2 has begun");
    assertThat(ChatCheck.ofToldLoss().faults(told.history())).isEmpty();
  }

  @Test
  void what_is_acknowledged_in_an_epoch_is_to_be_found_in_the_next_one_where_that_is_promised() {
    told.saw("ada", sent("m1"), acknowledged("m1", 3), message(3, "ada", "m1"))
        .all(BOTH, new Renewed("e2", 0), joined(1, "tim"));
    assertThat(ChatCheck.ofKeptMessages().faults(told.history()))
        .anyMatch(fault -> fault.startsWith("acknowledged and lost"));

    told.all(BOTH, message(2, "ada", "m1"));
    assertThat(ChatCheck.ofKeptMessages().faults(told.history())).isEmpty();
  }

  @Test
  void halves_may_differ_before_the_transcript_begins_anew_and_not_after() {
    told.saw("ada", sent("m1"), message(3, "ada", "m1"))
        .saw("grace", sent("n1"), message(3, "grace", "n1"))
        .all(BOTH, new Renewed("e2", 2))
        .all(BOTH, message(3, "ada", "m1"))
        .saw("ada", acknowledged("m1", 3), message(4, "grace", "n1"))
        .saw("grace", message(4, "grace", "n1"), acknowledged("n1", 4));
    assertThat(ChatCheck.ofKeptMessages().faults(told.history())).isEmpty();

    told.saw("ada", left(5, "tim")).saw("grace", left(5, "tom"));
    assertThat(ChatCheck.ofKeptMessages().faults(told.history()))
        .anyMatch(fault -> fault.contains("where others read"));
  }

  @Test
  void who_stays_in_an_epoch_that_the_others_have_left_is_refused() {
    told.saw("ada", new Renewed("e2", 0));

    assertThat(ChatCheck.ofToldLoss().faults(told.history()))
        .anyMatch(fault -> fault.startsWith("grace ends at 2 of e1"));
  }

  @Test
  void lines_at_a_terminal_that_are_a_part_of_the_transcript_are_right() {
    told.saw("tim", welcomedAtTerminal(), line("tim connected!"))
        .all(BOTH, joined(3, "tim"))
        .saw("tim", new Sent("", "hello"), line("tim: hello"))
        .all(BOTH, new Received(4, "message", "tim", "hello"));

    accepted();
  }

  @Test
  void a_line_that_is_missing_at_a_terminal_is_refused() {
    told.saw("tim", welcomedAtTerminal(), line("tim connected!"))
        .all(BOTH, joined(3, "tim"))
        .saw("ada", sent("m1"), acknowledged("m1", 4), sent("m2"), acknowledged("m2", 5))
        .all(BOTH, message(4, "ada", "m1"), message(5, "ada", "m2"))
        .saw("tim", line("ada: text of m2"));

    refused("tim: line 0 of 2");
  }

  @Test
  void a_terminal_that_stops_before_the_last_message_is_refused() {
    told.saw("tim", welcomedAtTerminal(), line("tim connected!"))
        .all(BOTH, joined(3, "tim"))
        .saw("ada", sent("m1"), acknowledged("m1", 4))
        .all(BOTH, message(4, "ada", "m1"));

    refused("tim has never read 'ada: text of m1'");
  }

  private void accepted() {
    assertThat(ChatCheck.ofOneTranscript().faults(told.history())).isEmpty();
  }

  private void refused(String with) {
    assertThat(ChatCheck.ofOneTranscript().faults(told.history()))
        .anyMatch(fault -> fault.contains(with));
  }
}

package dev.starling.core.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyedRosterTest {
  private static final RosterTiming TIMING = RosterTiming.DEFAULT;
  private static final int MOST_KEYS = 600;

  private final List<KeyedReport> sent = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, Integer> heard = new HashMap<>();
  private long now = 1_000_000;
  private final KeyedRoster roster =
      new KeyedRoster(
          "me",
          TIMING,
          MOST_KEYS,
          new KeyedRoster.Transport() {
            @Override
            public void publish(KeyedReport report) {
              sent.add(report);
            }

            @Override
            public void ask(String instance, KeyedPage.Request request) {
              asked.add(instance + ":" + request.after());
            }
          },
          heard::put,
          now);

  @Test
  void it_sums_its_own_connections_of_a_key_and_those_of_the_others() {
    roster.arrive("lobby", now);
    roster.arrive("lobby", now);
    roster.depart("lobby", now);
    know("other", Map.of("lobby", 3));
    assertThat(roster.total("lobby")).isEqualTo(4);
    assertThat(heard).containsEntry("lobby", 4);
  }

  @Test
  void a_burst_is_one_report_that_has_each_key_once() {
    now += TIMING.heartbeat();
    roster.tick(now);
    sent.clear();
    for (int i = 0; i < 10; i++) {
      roster.arrive("lobby", now);
    }
    roster.arrive("hall", now);
    now = roster.nextDue();
    roster.tick(now);
    assertThat(sent).containsExactly(new KeyedReport("me", 1, Map.of("lobby", 10, "hall", 1)));
  }

  @Test
  void without_a_change_the_last_number_is_repeated_every_second() {
    now = roster.nextDue();
    roster.tick(now);
    now = roster.nextDue();
    roster.tick(now);
    assertThat(sent).hasSize(2).containsOnly(new KeyedReport("me", 0, Map.of()));
    assertThat(roster.nextDue()).isEqualTo(now + TIMING.heartbeat());
  }

  @Test
  void a_report_that_does_not_follow_has_all_counts_read_anew() {
    know("other", Map.of("lobby", 3));
    asked.clear();
    roster.receive(new KeyedReport("other", 3, Map.of("lobby", 5)), now);
    assertThat(asked).containsExactly("other:");
    assertThat(roster.total("lobby")).as("until they are read").isEqualTo(3);
    answer(new KeyedPage("other", 3, "", Map.of("hall", 2), Optional.empty()));
    assertThat(roster.total("lobby")).isZero();
    assertThat(roster.total("hall")).isEqualTo(2);
    assertThat(heard).containsEntry("lobby", 0).containsEntry("hall", 2);
  }

  @Test
  void a_repeated_number_says_that_nothing_was_missed() {
    know("other", Map.of("lobby", 3));
    asked.clear();
    roster.receive(new KeyedReport("other", 1, Map.of()), now);
    assertThat(asked).isEmpty();
    roster.receive(new KeyedReport("other", 2, Map.of()), now);
    assertThat(asked).containsExactly("other:");
  }

  @Test
  void an_answer_that_does_not_come_is_asked_for_again() {
    roster.count(Set.of("me", "other"), now);
    assertThat(roster.isSynced()).isFalse();
    now += TIMING.heartbeat();
    roster.tick(now);
    assertThat(asked).containsExactly("other:", "other:");
  }

  @Test
  void the_connections_of_an_instance_that_no_longer_counts_are_gone() {
    know("other", Map.of("lobby", 3));
    roster.count(Set.of("me"), now);
    assertThat(roster.total("lobby")).isZero();
    roster.receive(new KeyedReport("other", 2, Map.of("lobby", 4)), now);
    assertThat(roster.total("lobby")).isZero();
  }

  @Test
  void counts_are_read_page_by_page() {
    for (int i = 0; i < MOST_KEYS; i++) {
      roster.arrive("key-%03d".formatted(i), now);
    }
    KeyedPage first = roster.page(new KeyedPage.Request(""));
    KeyedPage second = roster.page(new KeyedPage.Request(first.next().orElseThrow()));
    assertThat(first.counts()).hasSize(KeyedRoster.PAGE).containsKey("key-000");
    assertThat(second.counts()).hasSize(MOST_KEYS - KeyedRoster.PAGE).containsKey("key-599");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void keys_are_limited_in_number_and_length() {
    for (int i = 0; i < MOST_KEYS; i++) {
      assertThat(roster.arrive("key-" + i, now)).isTrue();
    }
    assertThat(roster.arrive("one more", now)).isFalse();
    assertThat(roster.arrive("key-7", now)).as("a key that is there").isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> roster.arrive("", now));
    assertThatIllegalArgumentException().isThrownBy(() -> roster.arrive("é".repeat(128), now));
  }

  @Test
  void what_was_not_counted_in_cannot_be_counted_out() {
    assertThatIllegalStateException().isThrownBy(() -> roster.depart("lobby", now));
  }

  @Test
  void messages_are_the_same_after_a_way_over_the_wire() {
    KeyedReport report = new KeyedReport("other", 7, Map.of("Küche", 2, "hall", 0));
    KeyedPage page = new KeyedPage("other", 7, "a", Map.of("b", 1), Optional.of("b"));
    KeyedPage.Request request = new KeyedPage.Request("b");
    Buffer wire = Buffer.buffer();
    KeyedReport.CODEC.encodeToWire(wire, report);
    int pageAt = wire.length();
    KeyedPage.CODEC.encodeToWire(wire, page);
    int requestAt = wire.length();
    KeyedPage.Request.CODEC.encodeToWire(wire, request);
    assertThat(KeyedReport.CODEC.decodeFromWire(0, wire)).isEqualTo(report);
    assertThat(KeyedPage.CODEC.decodeFromWire(pageAt, wire)).isEqualTo(page);
    assertThat(KeyedPage.Request.CODEC.decodeFromWire(requestAt, wire)).isEqualTo(request);
  }

  private void know(String instance, Map<String, Integer> counts) {
    roster.count(Set.of("me", instance), now);
    answer(new KeyedPage(instance, 1, "", counts, Optional.empty()));
  }

  private void answer(KeyedPage page) {
    roster.receive(page, now);
  }
}

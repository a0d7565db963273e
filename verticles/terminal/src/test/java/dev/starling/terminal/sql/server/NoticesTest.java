package dev.starling.terminal.sql.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private final List<String> printed = new ArrayList<>();
  private final Queue<Promise<Void>> printing = new ArrayDeque<>();
  private final Notices notices = new Notices(this::print);

  @Test
  void they_are_shown_once_the_printer_has_shown_the_last() {
    assertThat(notices.shown().isComplete()).isTrue();
    notices.add("one");
    notices.add("two");
    Future<Void> shown = notices.shown();
    printing.remove().complete();
    assertThat(shown.isComplete()).isFalse();
    printing.remove().complete();
    assertThat(shown.succeeded()).isTrue();
    assertThat(printed).containsExactly("one", "two");
  }

  @Test
  void those_that_come_faster_than_they_are_shown_are_counted() {
    for (int i = 0; i < 203; i++) {
      notices.add("notice " + i);
    }
    Future<Void> shown = notices.shown();
    for (int i = 0; i < 200; i++) {
      printing.remove().complete();
    }
    assertThat(printed)
        .hasSize(201)
        .endsWith("notice 199", "* 3 more notices came faster than they could be shown");
    assertThat(shown.isComplete()).isFalse();
    printing.remove().complete();
    assertThat(shown.succeeded()).isTrue();
  }

  @Test
  void one_that_cannot_be_printed_holds_up_nobody() {
    notices.add("one");
    printing.remove().fail("the terminal is gone");
    assertThat(notices.shown().succeeded()).isTrue();
  }

  private Future<Void> print(List<String> lines) {
    printed.addAll(lines);
    Promise<Void> promise = Promise.promise();
    printing.add(promise);
    return promise.future();
  }
}

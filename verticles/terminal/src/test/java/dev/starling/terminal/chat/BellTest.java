package dev.starling.terminal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.screen.Line;
import org.junit.jupiter.api.Test;

class BellTest {
  private final FakeScreen screen = new FakeScreen(true);
  private long now;
  private final Bell bell = new Bell(screen, "Zoe\u0308", () -> now);

  @Test
  void a_burst_rings_once_and_the_next_second_again() throws Exception {
    bell.accept(Line.said("grace", "one"));
    bell.accept(Line.said("grace", "two"));
    now += Bell.QUIET.toNanos();
    bell.accept(Line.said("grace", "three"));
    bell.accept(Line.notice("end"));
    assertThat(screen.next()).isEqualTo("grace: one");
    assertThat(screen.next()).isEqualTo("(bell)");
    assertThat(screen.next()).isEqualTo("grace: two");
    assertThat(screen.next()).isEqualTo("grace: three");
    assertThat(screen.next()).isEqualTo("(bell)");
    assertThat(screen.next()).isEqualTo("* end");
  }

  @Test
  void what_happens_and_what_oneself_says_is_silent_however_the_name_was_typed() throws Exception {
    bell.accept(Line.notice("grace has joined, 2 online"));
    bell.accept(Line.said("Zo\u00eb", "hello"));
    bell.accept(Line.problem("end"));
    assertThat(screen.next()).startsWith("* grace");
    assertThat(screen.next()).isEqualTo("Zo\u00eb: hello");
    assertThat(screen.next()).isEqualTo("! end");
  }
}

package dev.starling.terminal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private final HandMovedTimers timers = new HandMovedTimers();
  private final List<String> happened = new ArrayList<>();
  private final Heartbeat heartbeat =
      new Heartbeat(timers, () -> happened.add("ping"), () -> happened.add("dead"));

  @BeforeEach
  void start() {
    heartbeat.start();
  }

  @Test
  void a_silent_server_is_pinged_and_then_dead_once() {
    timers.pass(Heartbeat.INTERVAL.multipliedBy(10));
    assertThat(happened).containsExactly("ping", "ping", "dead");
  }

  @Test
  void a_server_that_is_heard_lives() {
    for (int i = 0; i < 10; i++) {
      timers.pass(Heartbeat.INTERVAL);
      heartbeat.heard();
    }
    assertThat(happened).hasSize(10).containsOnly("ping");
  }
}

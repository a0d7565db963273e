package dev.starling.terminal.chat;

import java.time.Duration;

/** Notices a server that has fallen silent without closing: pings it, and counts what is heard. */
final class Heartbeat {
  static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int MOST_UNHEARD = 2;

  private final Timers timers;
  private final Runnable ping;
  private final Runnable dead;
  private Timers.Timer timer = Timers.Timer.NONE;
  private int unheard;

  /**
   * Starts with {@link #start}.
   *
   * @param dead called once, 20 to 30 s after the last sign of life
   */
  Heartbeat(Timers timers, Runnable ping, Runnable dead) {
    this.timers = timers;
    this.ping = ping;
    this.dead = dead;
  }

  void start() {
    timer = timers.after(INTERVAL, this::beat);
  }

  void stop() {
    timer.cancel();
  }

  /** Something has come from the server. */
  void heard() {
    unheard = 0;
  }

  private void beat() {
    if (unheard == MOST_UNHEARD) {
      dead.run();
      return;
    }
    unheard++;
    ping.run();
    start();
  }
}

package dev.starling.terminal.chat;

import dev.starling.terminal.screen.Line;
import dev.starling.terminal.screen.Line.Kind;
import dev.starling.terminal.screen.Screen;
import java.text.Normalizer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows lines, and rings when someone else says something: not more often than once a second, since
 * a connection that comes back brings much at once. Used from one thread.
 */
final class Bell implements Consumer<Line> {
  static final Duration QUIET = Duration.ofSeconds(1);

  private final Screen screen;
  private final String self;
  private final LongSupplier nanos;
  private boolean hasRung;
  private long last;

  /**
   * Rings on this screen.
   *
   * @param username whose own words ring nothing
   * @param nanos the time
   */
  Bell(Screen screen, String username, LongSupplier nanos) {
    this.screen = screen;
    // As the server has it.
    this.self = Line.said(Normalizer.normalize(username, Normalizer.Form.NFC), "").speaker();
    this.nanos = nanos;
  }

  @Override
  public void accept(Line line) {
    screen.show(line);
    long now = nanos.getAsLong();
    boolean quiet = !hasRung || now - last >= QUIET.toNanos();
    if (quiet && line.kind() == Kind.SAID && !line.speaker().equals(self)) {
      hasRung = true;
      last = now;
      screen.ring();
    }
  }
}

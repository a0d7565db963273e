package dev.starling.chat.room;

import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Transcript;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** What those who run the room have in common. Belongs to the room's event loop. */
record Backstage(
    Vertx vertx,
    Mailbox mailbox,
    Standing standing,
    Names names,
    Transcript transcript,
    Follower follower,
    Appender appender) {

  /**
   * Writes that the one who holds a name joins. By the transcript somebody may still be here under
   * it, who was lost with all instances that knew: that one leaves first.
   */
  void writeJoined(String username, String join, Receipt receipt) {
    long now = System.currentTimeMillis();
    String before = transcript.joins().get(username);
    if (before != null && !before.equals(join)) {
      appender.add(Draft.left(username, before, now), Receipt.UNHEEDED);
    }
    appender.add(Draft.joined(username, join, now), receipt);
  }

  /** Has a step of the room done later. */
  void later(long delay, TimeUnit unit, Runnable step) {
    vertx.setTimer(unit.toMillis(delay), timer -> mailbox.post(step));
  }
}

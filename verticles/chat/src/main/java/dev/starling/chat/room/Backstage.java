package dev.starling.chat.room;

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

  /** Has a step of the room done later. */
  void later(long delay, TimeUnit unit, Runnable step) {
    vertx.setTimer(unit.toMillis(delay), timer -> mailbox.post(step));
  }
}

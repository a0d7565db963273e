package dev.starling.chat.room;

import dev.starling.chat.transcript.Draft;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Clears up after users whose instance is lost: takes over the claim, writes {@code left} if the
 * transcript has them, frees the name. Goes on until each step is done. Belongs to the room's event
 * loop.
 */
final class Clearance {
  private static final long BETWEEN_TRIES_MILLIS = 500;

  private final Backstage stage;
  private final Set<String> underWay = new HashSet<>();

  Clearance(Backstage stage) {
    this.stage = stage;
  }

  /** Whether a claim is being cleared. */
  boolean has(String join) {
    return underWay.contains(join);
  }

  /** Clears a claim, unless it changes or is being cleared. */
  void clear(String key, Claim claim) {
    Claim leaving = claim.leavingBy(stage.standing().self());
    if (!underWay.add(claim.join())) {
      return;
    }
    stage
        .mailbox()
        .then(
            stage.names().replace(key, claim, leaving),
            replaced -> {
              if (!replaced) {
                underWay.remove(claim.join());
              } else if (claim.join().equals(stage.transcript().joins().get(claim.username()))) {
                write(key, leaving);
              } else {
                release(key, leaving);
              }
            },
            // The next look finds it again.
            failure -> underWay.remove(claim.join()));
  }

  private void write(String key, Claim leaving) {
    stage
        .appender()
        .add(
            Draft.left(leaving.username(), leaving.join(), System.currentTimeMillis()),
            new Receipt() {
              @Override
              public void accepted(long seq) {
                release(key, leaving);
              }

              @Override
              public void refused(Refusal why) {
                again(() -> write(key, leaving));
              }
            });
  }

  private void release(String key, Claim leaving) {
    stage
        .mailbox()
        .then(
            stage.names().release(key, leaving),
            released -> underWay.remove(leaving.join()),
            failure -> again(() -> release(key, leaving)));
  }

  private void again(Runnable step) {
    stage.later(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS, step);
  }
}

package dev.starling.chat.room;

import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets users out: the claim on the name says that they leave, then {@code left} is written, then
 * the name is free. Whoever finds a claim that says so knows what remains to be done. Belongs to
 * the room's event loop.
 */
final class Departures {
  private final Backstage stage;
  private final Seating seating;
  private final Runnable gone;
  private final Set<Seat> departing = new HashSet<>();

  /**
   * Creates it.
   *
   * @param gone runs whenever a user is gone for good
   */
  Departures(Backstage stage, Seating seating, Runnable gone) {
    this.stage = stage;
    this.seating = seating;
    this.gone = gone;
  }

  /** Whether nobody is on the way out. */
  boolean isEmpty() {
    return departing.isEmpty();
  }

  /** Whether a user is on the way out under this join. */
  boolean has(String join) {
    return departing.stream().anyMatch(seat -> seat.claim.join().equals(join));
  }

  /** Lets a user out who was here. */
  void begin(Seat seat) {
    seat.state = Seat.State.LEAVING;
    departing.add(seat);
    depart(seat);
  }

  /** The transcript came to somebody's left; to be called after it was passed on. */
  void left(Event event) {
    for (Seat seat : departing) {
      if (seat.claim.join().equals(event.join())) {
        seating.unseat(seat);
        seat.audience.post(seat.guest, seat.guest::left);
        return;
      }
    }
  }

  private void depart(Seat seat) {
    if (!stage.standing().isAwake()) {
      departLater(seat);
      return;
    }
    Claim leaving = seat.claim.leavingBy(stage.standing().self());
    stage
        .mailbox()
        .then(
            stage.names().replace(seat.key, seat.claim, leaving),
            replaced -> {
              if (replaced) {
                seat.claim = leaving;
                writeLeft(seat);
              } else {
                departUnlessTaken(seat, leaving);
              }
            },
            failure -> departLater(seat));
  }

  /** The claim is another one: what an earlier try made of it, or that of somebody else. */
  private void departUnlessTaken(Seat seat, Claim leaving) {
    stage
        .mailbox()
        .then(
            stage.names().claim(seat.key, leaving),
            taken -> {
              if (taken.isEmpty() || taken.get().equals(leaving)) {
                seat.claim = leaving;
                writeLeft(seat);
              } else {
                departed(seat);
              }
            },
            failure -> departLater(seat));
  }

  private void writeLeft(Seat seat) {
    stage
        .appender()
        .add(
            Draft.left(seat.username, seat.claim.join(), System.currentTimeMillis()),
            new Receipt() {
              @Override
              public void accepted(long seq) {
                stage
                    .mailbox()
                    .then(
                        stage.names().release(seat.key, seat.claim),
                        released -> departed(seat),
                        failure -> departLater(seat));
              }

              @Override
              public void refused(Refusal why) {
                departLater(seat);
              }
            });
  }

  private void departLater(Seat seat) {
    stage.later(1, TimeUnit.SECONDS, () -> depart(seat));
  }

  private void departed(Seat seat) {
    departing.remove(seat);
    seat.state = Seat.State.GONE;
    seating.unseat(seat);
    seat.audience.post(seat.guest, seat.guest::left);
    gone.run();
  }
}

package dev.starling.chat.room;

import dev.starling.chat.transcript.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Lets users in and out: a name is claimed, then {@code joined} is written, then the user is
 * seated; on the way out the claim says so first, then {@code left} is written, then the name is
 * free. At each point another instance can tell what remains to be done if this one dies. Belongs
 * to the room's event loop.
 */
final class Reception {
  private static final Refusal OUT_OF_REACH =
      Refusal.notAccepted("the user names are out of reach");

  /** The name is the session's own, and held by a connection that it has given up. */
  private static final Refusal BEING_FREED =
      Refusal.notAccepted("an earlier connection of the session is being ended");

  private static final long BETWEEN_TRIES_MILLIS = 100;

  /** While what a user missed is read from the log, more may be forgotten. */
  private static final int MOST_READINGS = 5;

  /** How long a name that is just being freed, or taken over, is waited for. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private final Backstage stage;
  private final Peers peers;
  private final Seating seating;
  private final Departures departures;

  private final Map<String, Seat> seats = new HashMap<>();
  private final Map<String, Seat> joining = new HashMap<>();
  private final Set<Seat> entering = new HashSet<>();
  private Runnable whenEmpty = () -> {};

  Reception(Backstage stage, Peers peers, Seating seating) {
    this.stage = stage;
    this.peers = peers;
    this.seating = seating;
    this.departures = new Departures(stage, seating, this::reportEmpty);
  }

  /** The users seated here, by name. */
  Map<String, Seat> seats() {
    return seats;
  }

  /** Whether a user is on the way in or out here under this join. */
  boolean isUnderWay(String join) {
    return departures.has(join)
        || entering.stream().anyMatch(seat -> seat.claim.join().equals(join));
  }

  /** A claim as this instance makes it, for a join that there was not before. */
  Claim newClaim(String username, String session) {
    String join = UUID.randomUUID().toString();
    return new Claim(stage.standing().self(), session, join, false, username);
  }

  /** Lets a user in, or says why not. */
  void enter(Seat seat) {
    enter(seat, System.nanoTime() + PATIENCE);
  }

  private void enter(Seat seat, long deadline) {
    if (seat.abandoned) {
      seat.state = Seat.State.GONE;
      entering.remove(seat);
      return;
    }
    if (!stage.standing().hasQuorum()) {
      refuse(seat, Refusal.notAccepted("too few instances are in reach"));
      return;
    }
    if (!stage.standing().isAwake()) {
      again(seat, deadline, OUT_OF_REACH);
      return;
    }
    entering.add(seat);
    stage
        .mailbox()
        .then(
            stage.names().claim(seat.key, seat.claim),
            taken -> claimed(seat, taken, deadline),
            // Nobody knows whether it was done: asking once more tells.
            failure -> again(seat, deadline, OUT_OF_REACH));
  }

  private void claimed(Seat seat, Optional<Claim> taken, long deadline) {
    boolean mine = taken.isEmpty() || taken.get().equals(seat.claim);
    if (mine && seat.takenFrom != null) {
      if (taken.isPresent()) {
        awaitHandover(seat);
      } else {
        startAnew(seat, deadline);
      }
    } else if (mine) {
      join(seat);
    } else if (seat.resume.isPresent() && taken.get().isOf(seat.username, seat.session())) {
      goOn(seat, taken.get(), deadline);
    } else {
      refuse(seat, Refusal.taken(seat.username, taken.get().username()));
    }
  }

  /** The user left before being taken over, and has to join like anyone. */
  private void startAnew(Seat seat, long deadline) {
    stage.names().release(seat.key, seat.claim);
    seat.takenFrom = null;
    seat.claim = newClaim(seat.username, seat.session());
    again(seat, deadline, OUT_OF_REACH);
  }

  private void join(Seat seat) {
    joining.put(seat.claim.join(), seat);
    stage.writeJoined(
        seat.username,
        seat.claim.join(),
        new Receipt() {
          @Override
          public void accepted(long seq) {
            // Seated when the transcript comes to it, which may be later, or was before.
          }

          @Override
          public void refused(Refusal why) {
            if (joining.remove(seat.claim.join()) != null) {
              // It may yet come to be written: then it is found that nobody has the name so.
              giveBack(seat, why, System.nanoTime() + PATIENCE);
            }
          }
        });
  }

  /** Frees the name before saying no: who is told to try again would find it taken otherwise. */
  private void giveBack(Seat seat, Refusal why, long deadline) {
    stage
        .mailbox()
        .then(
            stage.names().release(seat.key, seat.claim).timeout(PATIENCE, TimeUnit.NANOSECONDS),
            released -> refuse(seat, why),
            failure -> {
              if (System.nanoTime() > deadline) {
                // It is found later on that nobody is here under that name.
                refuse(seat, why);
              } else {
                stage.later(
                    BETWEEN_TRIES_MILLIS,
                    TimeUnit.MILLISECONDS,
                    () -> giveBack(seat, why, deadline));
              }
            });
  }

  /** The transcript came to somebody's joined; to be called before it is passed on. */
  void joined(Event event) {
    Seat seat = joining.remove(event.join());
    if (seat != null) {
      take(seat, event.seq() - 1);
    }
  }

  private void take(Seat seat, long after) {
    take(seat, after, MOST_READINGS);
  }

  /** A resumed user may be seated at any place from here on: what was missed is told first. */
  private void take(Seat seat, long after, int readings) {
    if (readings > 0 && !seating.isReady(seat)) {
      stage
          .mailbox()
          .then(
              seating.prepare(seat),
              ready -> take(seat, stage.transcript().seq(), readings - 1),
              failure -> take(seat, stage.transcript().seq(), 0));
      return;
    }
    seat.state = Seat.State.HERE;
    entering.remove(seat);
    seats.put(seat.username, seat);
    seating.seat(seat, after);
    if (seat.abandoned) {
      leave(seat);
    }
  }

  /** The session's name is held, by a connection here or elsewhere that the client has given up. */
  private void goOn(Seat seat, Claim held, long deadline) {
    if (held.leaving()) {
      again(seat, deadline, BEING_FREED);
    } else if (held.owner().equals(stage.standing().self())) {
      Seat old = seats.get(seat.username);
      if (old != null && old.claim.equals(held)) {
        giveUp(old);
        resume(seat, held);
      } else if (old == null && !isUnderWay(held.join())) {
        // A connection that was given up, and whose claim was not passed on after all.
        resume(seat, held);
      } else {
        again(seat, deadline, BEING_FREED);
      }
    } else {
      takeOver(seat, held, deadline);
    }
  }

  private void resume(Seat seat, Claim held) {
    seat.claim = held;
    take(seat, stage.transcript().seq());
  }

  private void takeOver(Seat seat, Claim held, long deadline) {
    seat.takenFrom = held;
    seat.claim = held.ownedBy(stage.standing().self());
    stage
        .mailbox()
        .then(
            stage.names().replace(seat.key, held, seat.claim),
            replaced -> {
              if (replaced) {
                awaitHandover(seat);
              } else {
                seat.takenFrom = null;
                seat.claim = newClaim(seat.username, seat.session());
                again(seat, deadline, BEING_FREED);
              }
            },
            failure -> again(seat, deadline, OUT_OF_REACH));
  }

  private void awaitHandover(Seat seat) {
    Claim held = seat.takenFrom;
    Future<Void> handedOver =
        stage.standing().live().contains(held.owner())
            ? peers.handOver(held.owner(), new PeerMessage.Handover(seat.username, held.join()))
            : Future.succeededFuture();
    // Also when that fails: what the other connection still brought into the log comes first.
    stage.mailbox().then(handedOver, done -> afterHandover(seat), failure -> afterHandover(seat));
  }

  private void afterHandover(Seat seat) {
    stage
        .mailbox()
        .then(
            stage.follower().catchUp(),
            caughtUp -> take(seat, stage.transcript().seq()),
            failure -> take(seat, stage.transcript().seq()));
  }

  /**
   * Another instance has taken over a user: nothing of that user may be written here after this.
   */
  Future<Void> handOver(PeerMessage.Handover handover) {
    Promise<Void> done = Promise.promise();
    stage
        .mailbox()
        .post(
            () -> {
              Seat seat = seats.get(handover.username());
              if (seat != null && seat.claim.join().equals(handover.join())) {
                giveUp(seat);
              }
              stage.appender().afterThese(done::complete);
            });
    return done.future();
  }

  /** The session goes on over another connection. */
  void giveUp(Seat seat) {
    remove(seat);
    seat.audience.post(seat.guest, seat.guest::replaced);
  }

  /** The name belongs to another session now. */
  void expel(Seat seat) {
    remove(seat);
    Refusal why = Refusal.taken(seat.username, seat.username);
    seat.audience.post(seat.guest, () -> seat.guest.expelled(why));
  }

  private void remove(Seat seat) {
    seats.remove(seat.username, seat);
    seat.state = Seat.State.GONE;
    seating.unseat(seat);
  }

  private void again(Seat seat, long deadline, Refusal otherwise) {
    if (System.nanoTime() > deadline) {
      refuse(seat, otherwise);
    } else {
      stage.later(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS, () -> enter(seat, deadline));
    }
  }

  private void refuse(Seat seat, Refusal why) {
    seat.state = Seat.State.GONE;
    entering.remove(seat);
    seat.audience.post(seat.guest, () -> seat.guest.refused(why));
  }

  /** A user's connection has ended, or the user sends no more. */
  void leave(Seat seat) {
    switch (seat.state) {
      case ENTERING -> seat.abandoned = true;
      case HERE -> {
        seats.remove(seat.username, seat);
        departures.begin(seat);
      }
      case LEAVING, GONE -> {}
    }
  }

  /** The transcript came to somebody's left; to be called after it was passed on. */
  void left(Event event) {
    departures.left(event);
  }

  /** Runs a step once every user has left, in good order. */
  void whenEmpty(Runnable step) {
    whenEmpty = step;
    reportEmpty();
  }

  private void reportEmpty() {
    if (seats.isEmpty() && departures.isEmpty() && entering.isEmpty()) {
      whenEmpty.run();
    }
  }
}

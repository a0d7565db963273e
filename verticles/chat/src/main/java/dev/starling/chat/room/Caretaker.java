package dev.starling.chat.room;

import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares who has a name, who is present by the transcript and who is connected here, and sets
 * right what a lost instance, a freeze or a merge left behind. Each step is conditional and each
 * {@code left} has its key, so that two who set the same right do it once. Belongs to the room's
 * event loop.
 */
final class Caretaker {
  private static final Logger log = LoggerFactory.getLogger(Caretaker.class);

  /**
   * A difference that lasts this long is none of those that pass by themselves: while the cluster
   * deals with a lost member, a look may miss some names.
   */
  private static final long LASTING = TimeUnit.SECONDS.toNanos(8);

  /** Or stale ones: a member that gave away a name may still answer for it. */
  private static final long CONFIRMED = TimeUnit.SECONDS.toNanos(2);

  private static final long INCURABLE = TimeUnit.SECONDS.toNanos(30);

  /** While two halves both write, they would else take turns at removing each other's users. */
  private static final long BETWEEN_REJOINS = TimeUnit.SECONDS.toNanos(10);

  private static final long SOON_MILLIS = 500;

  private final Backstage stage;
  private final Reception reception;
  private final Clearance clearance;

  private final Map<String, Doubt> doubts = new HashMap<>();
  private final Map<String, Long> rejoined = new HashMap<>();
  private final Map<String, Long> strays = new HashMap<>();
  private final Map<String, Contest> contests = new HashMap<>();
  private boolean looking;
  private boolean lookAgain;
  private boolean soon;

  /** A difference between names and transcript, and since when there is it. */
  private record Doubt(String join, long since) {}

  /** A claim of others on the name of a user who is connected here, and since when it is seen. */
  private record Contest(Claim claim, long since) {}

  Caretaker(Backstage stage, Reception reception) {
    this.stage = stage;
    this.reception = reception;
    this.clearance = new Clearance(stage);
  }

  /** The transcript began anew: what was said before about rejoining does not count. */
  void restarted() {
    rejoined.clear();
    doubts.clear();
    look();
  }

  /** Instances came or went: who was taken for lost meanwhile rejoins without delay. */
  void membershipChanged() {
    rejoined.clear();
    look();
    lookSoon();
  }

  /** Somebody left by the transcript; perhaps somebody who is connected here. */
  void left(Event event) {
    if (reception.seats().containsKey(event.username())) {
      lookSoon();
    }
  }

  /** Looks now, or once more after the look that is under way. */
  void look() {
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    lookAgain = false;
    stage
        .mailbox()
        .then(
            stage.follower().catchUp(),
            caughtUp -> stage.mailbox().then(stage.names().all(), this::compare, this::failed),
            this::failed);
  }

  private void lookSoon() {
    if (!soon) {
      soon = true;
      stage.later(
          SOON_MILLIS,
          TimeUnit.MILLISECONDS,
          () -> {
            soon = false;
            look();
          });
    }
  }

  private void failed(Throwable failure) {
    log.debug("could not look at the names: {}", failure.getMessage());
    looking = false;
    lookSoon();
  }

  private void compare(Map<String, Claim> claims) {
    looking = false;
    if (stage.follower().isOpen() && stage.standing().hasQuorum() && stage.standing().isAwake()) {
      findStrays(claims);
      claims.forEach(
          (key, claim) -> {
            if (isOrphan(claim)) {
              clearance.clear(key, claim);
            }
          });
      doubt(
          claims.values().stream()
              .collect(
                  Collectors.toMap(Claim::username, Function.identity(), (one, other) -> one)));
      contests.keySet().retainAll(reception.seats().keySet());
      List.copyOf(reception.seats().values()).forEach(seat -> check(seat, claims));
    }
    if (lookAgain) {
      look();
    }
  }

  /**
   * Whether nobody looks after a claim: its owner is lost, or is this instance and knows it not.
   */
  private boolean isOrphan(Claim claim) {
    if (claim.owner().equals(stage.standing().self())) {
      Long since = strays.get(claim.join());
      return since != null && System.nanoTime() - since > LASTING;
    }
    return stage.standing().isResponsible() && !stage.standing().listed().contains(claim.owner());
  }

  private boolean isHere(Claim claim) {
    Seat seat = reception.seats().get(claim.username());
    return (seat != null && seat.claim.join().equals(claim.join()))
        || clearance.has(claim.join())
        || reception.isUnderWay(claim.join());
  }

  /** Notes claims in this instance's name that belong to nobody here, and since when. */
  private void findStrays(Map<String, Claim> claims) {
    Map<String, Long> before = Map.copyOf(strays);
    strays.clear();
    for (Claim claim : claims.values()) {
      if (claim.owner().equals(stage.standing().self()) && !isHere(claim)) {
        strays.put(claim.join(), before.getOrDefault(claim.join(), System.nanoTime()));
      }
    }
  }

  /**
   * Who is present without a name has left; who has a name for long is present.
   *
   * @param claims by user name
   */
  private void doubt(Map<String, Claim> claims) {
    Map<String, Doubt> before = new HashMap<>(doubts);
    doubts.clear();
    Map<String, String> joins = Map.copyOf(stage.transcript().joins());
    joins.forEach(
        (username, join) -> {
          Claim claim = claims.get(username);
          if (claim == null || !claim.join().equals(join)) {
            absent(username, join, lastsFor(before, username, join));
          }
        });
    claims.forEach(
        (username, claim) -> {
          if (!claim.leaving() && !joins.containsKey(username)) {
            unseen(username, claim.join(), lastsFor(before, username, claim.join()));
          }
        });
  }

  private long lastsFor(Map<String, Doubt> before, String username, String join) {
    long now = System.nanoTime();
    Doubt doubt = before.get(username);
    long since = doubt != null && doubt.join.equals(join) ? doubt.since : now;
    doubts.put(username, new Doubt(join, since));
    return now - since;
  }

  private void absent(String username, String join, long lasting) {
    if (lasting > INCURABLE) {
      stage.transcript().correct(Draft.left(username, join, 0));
    } else if (lasting > LASTING && stage.standing().isResponsible()) {
      stage
          .appender()
          .add(Draft.left(username, join, System.currentTimeMillis()), Receipt.UNHEEDED);
    }
  }

  private void unseen(String username, String join, long lasting) {
    if (lasting > INCURABLE) {
      stage.transcript().correct(Draft.joined(username, join, 0));
    }
  }

  /** Whether a user who is connected here still has the name and is present. */
  private void check(Seat seat, Map<String, Claim> claims) {
    Claim claim = claims.get(seat.key);
    boolean present = seat.claim.join().equals(stage.transcript().joins().get(seat.username));
    if (claim == null) {
      rejoin(seat, fresh -> stage.names().claim(seat.key, fresh).map(taken -> taken.isEmpty()));
    } else if (claim.equals(seat.claim)) {
      contests.remove(seat.username);
      if (!present) {
        rejoin(seat, fresh -> stage.names().replace(seat.key, claim, fresh));
      }
    } else if (claim.leaving()) {
      lookSoon();
    } else if (claim.owner().equals(stage.standing().self())
        && claim.isOf(seat.username, seat.session())) {
      // A rejoin of which nobody knew whether the claim had been made.
      rejoined(seat, claim);
    } else if (!staysSo(seat, claim)) {
      lookSoon();
    } else if (!claim.isOf(seat.username, seat.session())) {
      expel(seat, present);
    } else {
      reception.giveUp(seat);
    }
  }

  private boolean staysSo(Seat seat, Claim claim) {
    long now = System.nanoTime();
    Contest before = contests.get(seat.username);
    if (before == null || !before.claim.equals(claim)) {
      contests.put(seat.username, new Contest(claim, now));
      return false;
    }
    return now - before.since > CONFIRMED;
  }

  private void expel(Seat seat, boolean present) {
    log.info("{} is somebody else's name now", seat.username);
    if (present) {
      stage
          .appender()
          .add(
              Draft.left(seat.username, seat.claim.join(), System.currentTimeMillis()),
              Receipt.UNHEEDED);
    }
    reception.expel(seat);
  }

  private void rejoin(Seat seat, Function<Claim, Future<Boolean>> claiming) {
    long now = System.nanoTime();
    Long last = rejoined.get(seat.username);
    if (last != null && now - last < BETWEEN_REJOINS) {
      return;
    }
    rejoined.put(seat.username, now);
    Claim before = seat.claim;
    Claim fresh = before.joinedAs(reception.newClaim(seat.username, seat.session()).join());
    stage
        .mailbox()
        .then(
            claiming.apply(fresh),
            claimed -> {
              if (claimed && seat.state == Seat.State.HERE && seat.claim.equals(before)) {
                rejoined(seat, fresh);
              } else if (claimed) {
                stage.names().release(seat.key, fresh);
              } else {
                lookSoon();
              }
            },
            this::failed);
  }

  private void rejoined(Seat seat, Claim claim) {
    seat.claim = claim;
    stage.writeJoined(seat.username, claim.join(), Receipt.UNHEEDED);
  }
}

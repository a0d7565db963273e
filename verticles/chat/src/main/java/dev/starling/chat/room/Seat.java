package dev.starling.chat.room;

import dev.starling.chat.input.Username;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user's place in the room of this instance. Outside the room it is only held and handed back;
 * its state is touched on the room's event loop.
 */
public final class Seat {
  /** How far a user has come. */
  enum State {
    ENTERING,
    HERE,
    LEAVING,
    GONE
  }

  final String username;

  /** Under which the name is kept. */
  final String key;

  final Guest guest;
  final Audience audience;
  final Optional<Resume> resume;

  State state = State.ENTERING;
  Claim claim;

  /** The claim that this one takes over from; null for a user who joins. */
  Claim takenFrom;

  /** The connection ended before the user was in. */
  boolean abandoned;

  /** What a resumed session missed, as far as it had to be fetched from the log. */
  Replay replay = Replay.NOTHING;

  Seat(Username username, Claim claim, Guest guest, Audience audience, Optional<Resume> resume) {
    this.username = username.text();
    this.key = username.key();
    this.claim = claim;
    this.guest = guest;
    this.audience = audience;
    this.resume = resume;
  }

  String session() {
    return claim.session();
  }

  /**
   * What a resumed session missed and is no longer in this instance's memory.
   *
   * @param upTo the last event it covers; the rest is in the history
   * @param gapTo the last event that is lost; 0 when none is
   */
  record Replay(long upTo, long gapTo, List<Published> events) {
    static final Replay NOTHING = new Replay(0, 0, List.of());

    /** This one and what was read after it. */
    Replay and(Replay more) {
      if (more.gapTo > 0) {
        // One gap is told, at the beginning.
        return more;
      }
      return new Replay(
          Math.max(upTo, more.upTo),
          gapTo,
          Stream.concat(events.stream(), more.events.stream()).toList());
    }
  }
}

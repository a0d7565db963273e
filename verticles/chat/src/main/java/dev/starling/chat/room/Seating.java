package dev.starling.chat.room;

import dev.starling.chat.transcript.Transcript;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts users among the audience of their connection's event loop, at one place of the transcript: a
 * new one after the event before its own joined, a resumed one after the last that it has read.
 * Belongs to the room's event loop.
 */
final class Seating {
  private final Transcript transcript;
  private final Follower follower;
  private final Archive archive;

  Seating(Transcript transcript, Follower follower, Archive archive) {
    this.transcript = transcript;
    this.follower = follower;
    this.archive = archive;
  }

  /**
   * Seats a user.
   *
   * @param after the last event that has been published to the audiences
   */
  void seat(Seat seat, long after) {
    Optional<Resume> resume = seat.resume;
    if (resume.isEmpty()) {
      welcome(seat, after);
    } else if (isKnown(resume.get(), after)) {
      welcome(seat, resume.get().seq());
      catchUp(seat, resume.get().seq());
    } else {
      welcome(seat, after);
      String epoch = follower.epoch();
      seat.audience.post(seat.guest, () -> seat.guest.restarted(epoch, after));
    }
    seat.audience.admit(seat.guest);
  }

  /** Whether all that a resumed user missed, as far as the log has it, is at hand. */
  boolean isReady(Seat seat) {
    return seat.resume.isEmpty()
        || !seat.resume.get().epoch().equals(follower.epoch())
        || known(seat) >= archive.forgottenTo();
  }

  /** Reads what is not in memory of what a resumed user missed. */
  Future<Void> prepare(Seat seat) {
    return archive
        .replay(known(seat))
        .map(
            more -> {
              seat.replay = seat.replay.and(more);
              return null;
            });
  }

  /** The last event that need not be looked for in memory. */
  private static long known(Seat seat) {
    long read = seat.resume.orElseThrow().seq();
    return Math.max(read, Math.max(seat.replay.upTo(), seat.replay.gapTo()));
  }

  /** The user is told no more. */
  void unseat(Seat seat) {
    seat.audience.dismiss(seat.guest);
  }

  private boolean isKnown(Resume resume, long after) {
    return resume.epoch().equals(follower.epoch()) && resume.seq() <= after;
  }

  private void welcome(Seat seat, long after) {
    Welcome welcome = new Welcome(seat.session(), transcript.online(), follower.epoch(), after);
    seat.audience.post(seat.guest, () -> seat.guest.welcome(welcome));
  }

  private void catchUp(Seat seat, long after) {
    long known = known(seat);
    Seat.Replay replay = seat.replay;
    seat.replay = Seat.Replay.NOTHING;
    if (replay.gapTo() > 0) {
      gap(seat, after + 1, replay.gapTo());
    }
    deliver(seat, replay.events());
    Optional<List<Published>> recent = archive.recent(known);
    if (recent.isPresent()) {
      deliver(seat, recent.get());
    } else {
      // The log could not be read.
      gap(seat, known + 1, archive.forgottenTo());
      deliver(seat, archive.recent(archive.forgottenTo()).orElseThrow());
    }
  }

  private static void gap(Seat seat, long from, long to) {
    seat.audience.post(seat.guest, () -> seat.guest.gap(from, to));
  }

  private static void deliver(Seat seat, List<Published> events) {
    if (!events.isEmpty()) {
      Batch batch = new Batch(new ArrayList<>(events));
      seat.audience.post(seat.guest, () -> seat.guest.deliver(batch));
    }
  }
}

package dev.starling.chat.store;

import dev.starling.chat.event.Position;
import java.util.Comparator;
import java.util.OptionalLong;

/** Which of two versions of a room is kept when two clusters become one. */
public final class RoomMerge {
  private static final Comparator<RoomState> BY_MAJORITY =
      Comparator.<RoomState>comparingLong(room -> room.terms.confirmed())
          .thenComparingLong(room -> room.term().number())
          .thenComparingLong(room -> room.tail().seq());

  private RoomMerge() {}

  /**
   * When either may have acknowledged events: the one that is ahead in the same transcript, or has
   * events at all; when each has events of its own, the existing one, with another epoch, so that
   * readers of the other get a new epoch.
   *
   * @param existing may be changed
   */
  public static RoomState ofTwo(RoomState existing, RoomState coming, String fresh) {
    Position here = existing.tail();
    Position there = coming.tail();
    boolean same = here.epoch().equals(there.epoch());
    if (here.seq() == 0 || (same && isAt(coming.window.chainAt(here.seq()), here.chain()))) {
      return coming;
    }
    boolean ahead = same && isAt(existing.window.chainAt(there.seq()), there.chain());
    if (there.seq() > 0 && !ahead) {
      existing.renew(fresh);
    }
    return existing;
  }

  /**
   * When only a majority of instances acknowledges. It does so only in a term that all copies have
   * confirmed, and a minority can confirm none: the room with the later confirmed term is kept.
   * When neither side has confirmed one since they parted, nothing was acknowledged since, and the
   * later term or the longer transcript is kept.
   */
  public static RoomState ofMajority(RoomState existing, RoomState coming) {
    return BY_MAJORITY.compare(coming, existing) > 0 ? coming : existing;
  }

  private static boolean isAt(OptionalLong found, long chain) {
    return found.isPresent() && found.getAsLong() == chain;
  }
}

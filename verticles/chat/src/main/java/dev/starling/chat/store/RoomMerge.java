package dev.starling.chat.store;

import dev.starling.chat.event.Position;
import java.util.OptionalLong;

/** Which of two versions of a room is kept when two clusters become one. */
public final class RoomMerge {
  private RoomMerge() {}

  /**
   * When either may have acknowledged events: the one that is ahead in the same transcript, or has
   * events at all; when each has events of its own, the existing one, with another epoch, so that
   * whoever read the other is told.
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
   * When only a majority of instances acknowledges: copies are ahead of each other by steps that
   * failed, under the same instances; a majority that went on without the others did so under
   * fewer.
   */
  public static RoomState ofMajority(RoomState existing, RoomState coming) {
    boolean isComing =
        existing.term() == coming.term()
            ? coming.tail().seq() > existing.tail().seq()
            : coming.term() > existing.term();
    return isComing ? coming : existing;
  }

  private static boolean isAt(OptionalLong found, long chain) {
    return found.isPresent() && found.getAsLong() == chain;
  }
}

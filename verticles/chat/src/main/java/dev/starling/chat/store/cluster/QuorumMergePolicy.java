package dev.starling.chat.store.cluster;

import dev.starling.chat.store.RoomMerge;
import dev.starling.chat.store.RoomState;

/**
 * What becomes of a room with {@code cluster.size}: only a majority acknowledges, so that one of
 * two rooms has all that was acknowledged: {@link RoomMerge#ofMajority}. It need not be the one of
 * the side that others join: of three that all lost each other, the one that was cut off first may
 * be.
 */
public final class QuorumMergePolicy extends RoomMergePolicy {
  private static final long serialVersionUID = 1L;

  @Override
  RoomState merge(RoomState existing, RoomState coming) {
    return RoomMerge.ofMajority(existing, coming);
  }
}

package dev.starling.chat.store.cluster;

import dev.starling.chat.store.RoomMerge;
import dev.starling.chat.store.RoomState;

/**
 * Merges a room with {@code cluster.size}: only a majority acknowledges, so that one of the two
 * states has all that was acknowledged: {@link RoomMerge#ofMajority}. It need not be the state of
 * the side that others join, which may be the instance that was cut off first of three.
 */
public final class QuorumMergePolicy extends RoomMergePolicy {
  private static final long serialVersionUID = 1L;

  @Override
  RoomState merge(RoomState existing, RoomState coming) {
    return RoomMerge.ofMajority(existing, coming);
  }
}

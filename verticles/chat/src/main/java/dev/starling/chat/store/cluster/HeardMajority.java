package dev.starling.chat.store.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.splitbrainprotection.HeartbeatAware;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionFunction;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether as many members as are needed have been heard just now. Heartbeats count by the moment at
 * which they come. Hazelcast's own function of the kind compares the time that a heartbeat carries,
 * which is the oldest member's, with this machine's clock: when the oldest member stood still
 * before it became the oldest, its time can stay seconds behind, and no member has a majority any
 * more (5.7.0).
 *
 * <p>Hazelcast calls it on one thread at a time.
 */
final class HeardMajority
    implements SplitBrainProtectionFunction, HeartbeatAware, MembershipListener {
  private final int needed;
  private final long recentlyNanos;
  private final LongSupplier nanos;
  private final Map<Member, Long> heard = new ConcurrentHashMap<>();

  /**
   * Creates it.
   *
   * @param needed members, this one included
   * @param recentlyMillis after which a member that is not heard does not count
   * @param nanos a clock that does not go back
   */
  HeardMajority(int needed, long recentlyMillis, LongSupplier nanos) {
    this.needed = needed;
    this.recentlyNanos = TimeUnit.MILLISECONDS.toNanos(recentlyMillis);
    this.nanos = nanos;
  }

  @Override
  public boolean apply(Collection<Member> members) {
    return members.size() >= needed && members.stream().filter(this::counts).count() >= needed;
  }

  private boolean counts(Member member) {
    if (member.localMember()) {
      return true;
    }
    Long last = heard.get(member);
    return last != null && nanos.getAsLong() - last < recentlyNanos;
  }

  @Override
  public void onHeartbeat(Member member, long sent) {
    heard.put(member, nanos.getAsLong());
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    // It counts once it is heard.
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    forget(event.getMember());
  }

  /** A member is gone. */
  void forget(Member member) {
    heard.remove(member);
  }
}

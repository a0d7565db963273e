package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.version.MemberVersion;
import java.net.UnknownHostException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeardMajorityTest {
  private static final long RECENTLY_MILLIS = 4_000;

  private final Member self = member(1, true);
  private final Member second = member(2, false);
  private final Member third = member(3, false);
  private final List<Member> all = List.of(self, second, third);
  private long nanos = 7;
  private final HeardMajority majority = new HeardMajority(2, RECENTLY_MILLIS, () -> nanos);

  @Test
  void this_member_and_one_that_was_heard_are_two() {
    assertThat(majority.apply(all)).isFalse();
    majority.onHeartbeat(second, 0);
    assertThat(majority.apply(all)).isTrue();
    assertThat(majority.apply(List.of(self))).isFalse();
  }

  @Test
  void a_member_that_is_silent_counts_no_more() {
    majority.onHeartbeat(second, 0);
    pass(RECENTLY_MILLIS - 1);
    assertThat(majority.apply(all)).isTrue();
    pass(1);
    assertThat(majority.apply(all)).isFalse();
    majority.onHeartbeat(third, 0);
    assertThat(majority.apply(all)).isTrue();
  }

  @Test
  void the_time_that_a_heartbeat_carries_does_not_matter() {
    majority.onHeartbeat(second, -60_000);
    assertThat(majority.apply(all)).isTrue();
    pass(RECENTLY_MILLIS);
    majority.onHeartbeat(third, Long.MAX_VALUE);
    pass(RECENTLY_MILLIS);
    assertThat(majority.apply(all)).isFalse();
  }

  @Test
  void a_member_that_was_removed_has_to_be_heard_again() {
    majority.onHeartbeat(second, 0);
    majority.forget(second);
    assertThat(majority.apply(all)).isFalse();
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Member member(int number, boolean local) {
    try {
      return new MemberImpl.Builder(new Address("127.0.0." + number, 5_801))
          .version(MemberVersion.UNKNOWN)
          .uuid(new UUID(0, number))
          .localMember(local)
          .build();
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}

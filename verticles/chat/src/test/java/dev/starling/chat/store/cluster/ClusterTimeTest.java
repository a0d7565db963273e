package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.internal.cluster.impl.ClusterClockImpl;
import com.hazelcast.jet.impl.util.Util;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The oldest member's clock is every member's: one that stood still and read the heartbeats of that
 * time late, and is the oldest by then, keeps a clock that is behind, and no member corrects it.
 */
class ClusterTimeTest extends MembersFixture {
  private static final int SIZE = 3;

  /** Heartbeats with times that differ by more than 5 s are ignored, and nobody follows those. */
  private static final long BEHIND_MILLIS = 4_700;

  private static final int STEPS = 20;

  @Test
  void a_clock_of_the_cluster_that_is_behind_takes_no_majority() throws Exception {
    for (int i = 0; i < SIZE; i++) {
      start(SIZE, 1, "");
    }
    awaitReady();
    add(stores.get(0));
    ClusterClockImpl oldest = clock(stores.get(0));
    oldest.setMasterTime(System.currentTimeMillis() - BEHIND_MILLIS);
    // Heartbeats of the oldest have taken the others along.
    awaitTrue(
        () ->
            stores.stream()
                .allMatch(
                    store ->
                        clock(store).getClusterTime()
                            < System.currentTimeMillis() - BEHIND_MILLIS / 2));
    for (int i = 0; i < STEPS; i++) {
      for (ClusterStore store : stores) {
        await(store.apply(ROOM, List.of()));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    assertThat(stores).allMatch(store -> store.unavailable().isEmpty());
  }

  private static ClusterClockImpl clock(ClusterStore store) {
    return (ClusterClockImpl)
        Util.getNodeEngine(store.member()).getClusterService().getClusterClock();
  }
}

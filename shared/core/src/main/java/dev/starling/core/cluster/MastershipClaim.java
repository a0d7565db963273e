package dev.starling.core.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.jet.impl.util.Util;
import com.hazelcast.spi.impl.NodeEngine;
import com.hazelcast.spi.impl.executionservice.ExecutionService;
import com.hazelcast.spi.properties.ClusterProperty;
import java.util.concurrent.TimeUnit;

/**
 * Has a member notice that it is the oldest one left. Hazelcast looks only when it begins to
 * suspect another member. One that suspects the oldest, hears from it that those between them are
 * gone, and is then given up by it as well, would wait for ever: it belongs to no cluster and joins
 * none.
 *
 * <p>Runs on a thread of Hazelcast's, since it waits for a lock.
 */
final class MastershipClaim implements LifecycleListener, HazelcastInstanceAware {
  /** By then Hazelcast itself has suspected a member that is silent. */
  private static final long LATER_MILLIS = 3_000;

  /** A process that stood still has heard nobody at first. */
  private static final long AWAKE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private HazelcastInstance hazelcast;
  private ClusterServiceImpl members;
  private long longest;
  private boolean silent;
  private long since;

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    hazelcast = instance;
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    if (event.getState() == LifecycleState.STARTED) {
      NodeEngine engine = Util.getNodeEngine(hazelcast);
      members = (ClusterServiceImpl) engine.getClusterService();
      longest =
          engine.getProperties().getMillis(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS) + LATER_MILLIS;
      engine
          .getExecutionService()
          .scheduleWithRepetition(
              ExecutionService.SYSTEM_EXECUTOR, this::look, 1, 1, TimeUnit.SECONDS);
    }
  }

  private void look() {
    Address address = members.getMasterAddress();
    Member oldest = address == null ? null : members.getMember(address);
    if (oldest == null || oldest.localMember() || hasHeard(oldest)) {
      silent = false;
    } else if (!silent) {
      silent = true;
      since = System.nanoTime();
    } else if (System.nanoTime() - since > AWAKE_NANOS) {
      members.suspectMember(oldest, "it is silent", false);
    }
  }

  private boolean hasHeard(Member other) {
    long last = members.getClusterHeartbeatManager().getLastHeartbeatTime(other);
    return members.getClusterTime() - last < longest;
  }
}

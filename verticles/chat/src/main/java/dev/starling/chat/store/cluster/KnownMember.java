package dev.starling.chat.store.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import java.util.concurrent.Callable;

/** Asks a member whether it has an instance in its list and is not about to merge. */
final class KnownMember implements Callable<Boolean>, HazelcastInstanceAware {
  final String instance;
  private HazelcastInstance hazelcast;

  KnownMember(String instance) {
    this.instance = instance;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance member) {
    hazelcast = member;
  }

  @Override
  public Boolean call() {
    return !ChatCluster.suspension(hazelcast).isMerging()
        && ChatCluster.instances(hazelcast).contains(instance);
  }
}

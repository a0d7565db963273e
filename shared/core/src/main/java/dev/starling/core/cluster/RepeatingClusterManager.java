package dev.starling.core.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IndeterminateOperationStateException;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.function.Consumer;

/**
 * Does again what may have been done without its copies: while a member joins or is lost, what it
 * holds is moved, and a copy made meanwhile may not be confirmed. To do it twice changes nothing.
 */
final class RepeatingClusterManager extends HazelcastClusterManager {
  private static final int TRIES = 3;

  RepeatingClusterManager(HazelcastInstance hazelcast) {
    super(hazelcast);
  }

  @Override
  public void setNodeInfo(NodeInfo node, Completable<Void> told) {
    repeat(TRIES, done -> super.setNodeInfo(node, done), told);
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> told) {
    repeat(TRIES, done -> super.addRegistration(address, registration, done), told);
  }

  static void repeat(int tries, Consumer<Completable<Void>> step, Completable<Void> told) {
    step.accept(
        (nothing, failure) -> {
          if (tries > 1 && failure instanceof IndeterminateOperationStateException) {
            repeat(tries - 1, step, told);
          } else {
            told.complete(nothing, failure);
          }
        });
  }
}

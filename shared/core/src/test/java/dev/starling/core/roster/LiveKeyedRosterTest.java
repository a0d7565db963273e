package dev.starling.core.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.bus.Bus;
import dev.starling.core.cluster.Membership;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two instances of a service on one event bus. */
class LiveKeyedRosterTest {
  private static final int SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void an_instance_counts_the_connections_of_both() {
    Instance one = new Instance("one");
    Instance other = new Instance("other");
    await(one.keys.arrive("lobby"));
    await(one.total("lobby", 1));
    await(other.total("lobby", 1));
    await(other.keys.arrive("lobby"));
    await(one.total("lobby", 2));
    one.keys.depart("lobby");
    await(other.total("lobby", 1));
  }

  @Test
  void an_instance_that_starts_later_reads_the_counts_of_the_others() {
    Instance one = new Instance("one");
    await(one.keys.arrive("lobby"));
    await(one.total("lobby", 1));
    await(new Instance("late").total("lobby", 1));
  }

  @Test
  void the_connections_of_an_instance_that_leaves_are_gone() {
    Instance one = new Instance("one");
    Instance other = new Instance("other");
    await(other.keys.arrive("lobby"));
    await(one.total("lobby", 1));
    await(vertx.undeploy(other.deployment));
    await(one.total("lobby", 0));
  }

  @Test
  void a_key_that_cannot_be_used_is_a_failure() {
    Future<Integer> arrived = new Instance("one").keys.arrive("");
    assertThat(await(arrived.transform(Future::succeededFuture)).failed()).isTrue();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError(late);
    }
  }

  private final class Instance {
    private final LiveKeyedRoster keys;
    private final String deployment;

    private Instance(String name) {
      LiveRoster roster = new LiveRoster("test", bus, Membership.alone(name));
      deployment = await(vertx.deployVerticle(roster));
      keys = new LiveKeyedRoster("test", bus, name, roster);
      await(vertx.deployVerticle(keys));
    }

    /** Completes when the key has this total. */
    private Future<Void> total(String key, int total) {
      Promise<Void> reached = Promise.promise();
      keys.listen(
          (changed, now) -> {
            if (keys.total(key) == total) {
              reached.tryComplete();
            }
          });
      if (keys.total(key) == total) {
        reached.tryComplete();
      }
      return reached.future();
    }
  }
}

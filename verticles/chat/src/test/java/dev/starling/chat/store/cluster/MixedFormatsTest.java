package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.jet.impl.util.Util;
import dev.starling.chat.event.Format;
import dev.starling.chat.event.Key;
import dev.starling.chat.settings.ChatSettings;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import dev.starling.testing.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A chat of another format among others, as during a rolling upgrade. */
class MixedFormatsTest {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 300);
  private static final int FIRST_PORT = FreePorts.firstOf(3);
  private static final long PATIENCE_SECONDS = 60;
  private static final String ROOM = "main";

  private final Vertx vertx = Vertx.vertx();
  private final String name = UUID.randomUUID().toString();
  private final List<ClusterStore> stores = new ArrayList<>();

  @AfterEach
  void close() throws TimeoutException {
    for (ClusterStore store : stores) {
      await(store.close());
    }
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private ClusterStore start(int format) throws SettingsException, TimeoutException {
    ChatSettings settings =
        SettingsLoader.load(
                ChatSettings.class,
                "chat",
                List.of(),
                Map.of("STARLING_CLUSTER_NAME", name),
                Map.of())
            .settings();
    ChatCluster cluster =
        new ChatCluster(settings.cluster(), FIRST_PORT, "i" + stores.size(), 2, format);
    ClusterStore store = new ClusterStore(vertx, cluster, LIMITS, List::of);
    stores.add(store);
    await(store.open());
    return store;
  }

  private static List<Operation> join() {
    String user = Key.random().toString();
    return List.of(
        new Operation.Join(
            new Operation.Applicant(user, user, Key.random(), Key.random(), true),
            Key.random(),
            "i0"));
  }

  private static boolean isInNoPartition(ClusterStore store) {
    UUID self = store.member().getCluster().getLocalMember().getUuid();
    InternalPartitionService partitions = Util.getNodeEngine(store.member()).getPartitionService();
    for (int i = 0; i < partitions.getPartitionCount(); i++) {
      for (int copy = 0; copy <= 2; copy++) {
        var replica = partitions.getPartition(i, false).getReplica(copy);
        if (replica != null && replica.uuid().equals(self)) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void one_of_another_format_has_no_copies_accepts_nothing_and_disturbs_nobody() throws Exception {
    ClusterStore first = start(Format.VERSION);
    ClusterStore second = start(Format.VERSION);
    awaitTrue(() -> first.unavailable().isEmpty() && second.unavailable().isEmpty());
    ClusterStore newer = start(Format.VERSION + 1);
    ClusterStore third = start(Format.VERSION);
    awaitTrue(() -> third.unavailable().isEmpty() && !isInNoPartition(third));
    for (int i = 1; i <= 20; i++) {
      assertThat(await((i % 2 == 0 ? first : second).apply(ROOM, join())).after().seq())
          .isEqualTo(i);
    }
    assertThat(await(second.read(ROOM, 0, 100)).events()).hasSize(20);
    assertThat(isInNoPartition(newer)).isTrue();
    assertThat(newer.unavailable())
        .hasValue(
            "the chat's cluster has format 1, and this instance reads 2: update the other instances");
    assertThatThrownBy(() -> await(newer.apply(ROOM, join())))
        .isInstanceOfSatisfying(
            StoreException.class,
            failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED));
    stores.remove(newer);
    await(newer.close());
    assertThat(await(first.apply(ROOM, join())).after().seq()).isEqualTo(21);
  }
}

package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.ClusterState;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import dev.starling.chat.settings.ChatSettings;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
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
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** Members of one chat cluster, in this process. */
abstract class MembersFixture {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 300);
  static final int PORTS = 10;
  static final int FIRST_PORT = FreePorts.firstOf(2 * PORTS);
  private static final long PATIENCE_SECONDS = 60;
  static final String ROOM = "main";

  private final Vertx vertx = Vertx.vertx();
  private final String name = UUID.randomUUID().toString();
  final List<ClusterStore> stores = new ArrayList<>();
  private int started;

  @AfterEach
  void close() throws Exception {
    for (ClusterStore store : stores) {
      await(store.close());
    }
    await(vertx.close());
  }

  ClusterStore start(int size, int backups, String zone) throws Exception {
    return start(size, backups, zone, FIRST_PORT);
  }

  ClusterStore start(int size, int backups, String zone, int port) throws Exception {
    Map<String, String> environment =
        Map.of(
            "STARLING_CLUSTER_NAME", name,
            "STARLING_CLUSTER_SIZE", Integer.toString(size),
            "STARLING_CLUSTER_ZONE", zone);
    ClusterStore store =
        new ClusterStore(vertx, cluster(environment, backups, port), LIMITS, List::of);
    await(store.open());
    stores.add(store);
    return store;
  }

  private ChatCluster cluster(Map<String, String> environment, int backups, int port)
      throws SettingsException {
    ChatSettings settings =
        SettingsLoader.load(ChatSettings.class, "chat", List.of(), environment, Map.of())
            .settings();
    return new ChatCluster(settings.cluster(), port, "i" + started++, backups);
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Adds an event, however often it must be asked for. */
  static Position add(ClusterStore store) throws InterruptedException {
    Position[] tail = new Position[1];
    String user = Key.random().toString();
    Operation join =
        new Operation.Join(
            new Operation.Applicant(user, user, Key.random(), Key.random(), true),
            Key.random(),
            "x");
    awaitTrue(
        () -> {
          try {
            Applied step = await(store.apply(ROOM, List.of(join)));
            tail[0] = step.after();
            return true;
          } catch (Exception notNow) {
            return false;
          }
        });
    return tail[0];
  }

  static boolean fails(Future<?> answer) {
    try {
      await(answer);
      return false;
    } catch (Exception expected) {
      return true;
    }
  }

  void awaitReady() throws InterruptedException {
    awaitTrue(() -> stores.stream().allMatch(store -> store.unavailable().isEmpty()));
    awaitTrue(() -> Copies.of(stores.get(0).member(), 1).areComplete());
  }

  /** It cannot be changed while partitions move. */
  static void change(ClusterStore store, ClusterState state) throws InterruptedException {
    awaitTrue(
        () -> {
          try {
            store.member().getCluster().changeClusterState(state);
            return true;
          } catch (IllegalStateException notNow) {
            return false;
          }
        });
  }

  /** Ends it without a farewell. */
  void lose(int which) throws Exception {
    ClusterStore lost = stores.remove(which);
    lost.member().getLifecycleService().terminate();
    await(lost.close());
  }

  static int present(ClusterStore store) {
    return store.member().getCluster().getMembers().size();
  }
}

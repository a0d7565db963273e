package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.ClusterState;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.partition.InternalPartition;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.jet.impl.util.Util;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rooms keep what was acknowledged while members of the chat's cluster come and go. */
class MembershipTest {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 300);
  private static final int PORTS = 10;
  private static final int FIRST_PORT = FreePorts.firstOf(2 * PORTS);
  private static final long PATIENCE_SECONDS = 60;
  private static final String ROOM = "main";

  private final Vertx vertx = Vertx.vertx();
  private final String name = UUID.randomUUID().toString();
  private final List<ClusterStore> stores = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (ClusterStore store : stores) {
      await(store.close());
    }
    await(vertx.close());
  }

  private ClusterStore start(int size, int backups, String zone) throws Exception {
    return start(size, backups, zone, FIRST_PORT);
  }

  private ClusterStore start(int size, int backups, String zone, int port) throws Exception {
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
    return new ChatCluster(settings.cluster(), port, "i" + stores.size(), backups);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Adds an event, however often it must be asked for. */
  private static Position add(ClusterStore store) throws InterruptedException {
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

  private static boolean fails(Future<?> answer) {
    try {
      await(answer);
      return false;
    } catch (Exception expected) {
      return true;
    }
  }

  private static InternalPartition partitionOf(HazelcastInstance member, String room) {
    InternalPartitionService partitions = Util.getNodeEngine(member).getPartitionService();
    return partitions.getPartition(partitions.getPartitionId(room));
  }

  private ClusterStore storeOf(UUID member) {
    return stores.stream()
        .filter(store -> store.member().getCluster().getLocalMember().getUuid().equals(member))
        .findFirst()
        .orElseThrow();
  }

  private void awaitReady() throws InterruptedException {
    awaitTrue(() -> stores.stream().allMatch(store -> store.unavailable().isEmpty()));
    awaitTrue(() -> Copies.of(stores.get(0).member(), 1).areComplete());
  }

  @Test
  void owner_and_copy_of_a_room_are_in_different_zones() throws Exception {
    for (String zone : List.of("east", "east", "west", "west")) {
      start(0, 1, zone);
    }
    awaitReady();
    HazelcastInstance member = stores.get(0).member();
    Map<UUID, String> zones = new HashMap<>();
    for (Member each : member.getCluster().getMembers()) {
      zones.put(each.getUuid(), each.getAttribute(FailureGroups.ZONE));
    }
    // Copies are complete before the last of them has moved to the other zone.
    awaitTrue(
        () ->
            IntStream.range(0, 100)
                .mapToObj(i -> partitionOf(member, "room-" + i))
                .allMatch(
                    room ->
                        !zones
                            .get(room.getReplica(0).uuid())
                            .equals(zones.get(room.getReplica(1).uuid()))));
  }

  @Test
  void nothing_is_acknowledged_while_the_lost_copy_has_no_successor() throws Exception {
    for (int i = 0; i < 3; i++) {
      start(0, 1, "");
    }
    awaitReady();
    Position before = add(stores.get(0));
    InternalPartition partition = partitionOf(stores.get(0).member(), ROOM);
    ClusterStore owner = storeOf(partition.getReplica(0).uuid());
    ClusterStore copy = storeOf(partition.getReplica(1).uuid());
    // Lost copies are then not made again.
    change(owner, ClusterState.NO_MIGRATION);
    stores.remove(copy);
    await(copy.close());
    awaitTrue(() -> owner.member().getCluster().getMembers().size() == 2);
    assertThat(fails(owner.apply(ROOM, List.of()))).isTrue();
    change(owner, ClusterState.ACTIVE);
    add(owner);
    assertThat(await(owner.read(ROOM, before.seq(), 1)).chain()).hasValue(before.chain());
  }

  /** It cannot be changed while partitions move. */
  private static void change(ClusterStore store, ClusterState state) throws InterruptedException {
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

  @Test
  void more_than_there_should_be_are_not_ready() throws Exception {
    for (int i = 0; i < 3; i++) {
      start(2, 1, "");
    }
    awaitTrue(() -> stores.get(0).unavailable().isEmpty() && stores.get(1).unavailable().isEmpty());
    assertThat(stores.get(2).unavailable()).get().asString().contains("too many");
    assertThat(fails(stores.get(2).apply(ROOM, List.of()))).isTrue();
    assertThat(add(stores.get(0)).seq()).isEqualTo(1);
  }

  @Test
  void a_member_that_has_ended_joins_anew() throws Exception {
    ClusterStore store = start(0, 0, "");
    awaitReady();
    store.member().getLifecycleService().terminate();
    assertThat(add(store).seq()).isEqualTo(1);
  }

  /** It looks only at later ports than the first one's; the first one then finds it. */
  @Test
  void one_that_starts_alone_and_has_nothing_takes_nothing_from_those_it_joins() throws Exception {
    ClusterStore first = start(0, 1, "");
    awaitReady();
    Position before = add(first);
    ClusterStore alone = start(0, 1, "", FIRST_PORT + PORTS);
    // Creates the room, unless the two are one already.
    await(alone.apply(ROOM, List.of()).otherwiseEmpty());
    awaitTrue(() -> stores.stream().allMatch(store -> present(store) == 2));
    assertThat(add(alone).epoch()).isEqualTo(before.epoch());
    assertThat(await(first.read(ROOM, before.seq(), 1)).chain()).hasValue(before.chain());
  }

  private static int present(ClusterStore store) {
    return store.member().getCluster().getMembers().size();
  }
}

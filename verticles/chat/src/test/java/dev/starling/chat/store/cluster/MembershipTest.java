package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.ClusterState;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.partition.InternalPartition;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.jet.impl.util.Util;
import dev.starling.chat.event.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rooms keep what was acknowledged while members of the chat's cluster come and go. */
class MembershipTest extends MembersFixture {
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
}

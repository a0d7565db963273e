package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.hazelcast.cluster.ClusterState;
import dev.starling.chat.event.Position;
import dev.starling.testing.LogRecorder;
import org.junit.jupiter.api.Test;

/** Rooms outlive as many lost instances as they are said to have copies. */
class CopiesTest extends MembersFixture {
  @Test
  void copies_are_counted_that_there_are_and_not_those_that_there_should_be() throws Exception {
    for (int i = 0; i < 3; i++) {
      start(3, 2, "");
    }
    ClusterStore one = stores.get(0);
    awaitTrue(() -> one.copies().orElse(0) == 2);
    lose(2);
    awaitTrue(() -> one.copies().orElse(0) == 1);
    // Copies are not made for one that comes back.
    change(one, ClusterState.NO_MIGRATION);
    start(3, 2, "");
    awaitTrue(() -> present(one) == 3);
    assertThat(one.copies()).hasValue(1);
    change(one, ClusterState.ACTIVE);
    awaitTrue(() -> one.copies().orElse(0) == 2);
    add(one);
  }

  @Test
  void a_room_survives_as_many_lost_at_once_as_it_has_copies() throws Exception {
    for (int i = 0; i < 3; i++) {
      start(3, 2, "");
    }
    awaitCopies(2);
    Position before = add(stores.get(0));
    try (LogRecorder recorder = new LogRecorder()) {
      lose(2);
      start(3, 2, "");
      awaitCopies(2);
      Position after = add(stores.get(2));
      assertThat(after.epoch()).isEqualTo(before.epoch());
      assertThat(saysThatSomethingMayBeLost(recorder)).isFalse();
      lose(2);
      lose(1);
      start(3, 2, "");
      after = add(stores.get(1));
      assertThat(after.epoch()).isEqualTo(before.epoch());
      assertThat(after.seq()).isGreaterThan(before.seq() + 1);
      awaitTrue(() -> saysThatSomethingMayBeLost(recorder));
    }
    assertThat(await(stores.get(1).read(ROOM, before.seq(), 1)).chain()).hasValue(before.chain());
  }

  private void awaitCopies(int copies) throws InterruptedException {
    awaitTrue(() -> stores.stream().allMatch(store -> store.copies().orElse(0) == copies));
  }

  private static boolean saysThatSomethingMayBeLost(LogRecorder recorder) {
    return recorder.warnings().stream()
        .map(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("are the ones that were here before"));
  }

  @Test
  void one_that_is_no_member_counts_no_copies() throws Exception {
    ClusterStore store = start(0, 2, "");
    awaitReady();
    await(store.close());
    stores.remove(store);
    assertThat(store.copies()).hasValue(0);
  }
}

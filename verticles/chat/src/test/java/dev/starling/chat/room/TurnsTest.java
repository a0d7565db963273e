package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.replication.ManualLoop;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final ManualLoop loop = new ManualLoop();
  private final Turns turns = new Turns(loop, 1, 1_000, () -> true);

  @Test
  void a_step_that_throws_has_failed_and_leaves_its_place_to_the_next() {
    Future<String> thrown =
        turns.take(
            () -> {
              throw new IllegalStateException("the store has ended");
            });
    Future<String> next = turns.take(() -> Future.succeededFuture("read"));
    loop.run();
    assertThat(thrown.cause()).hasMessage("the store has ended");
    assertThat(next.result()).isEqualTo("read");
  }
}

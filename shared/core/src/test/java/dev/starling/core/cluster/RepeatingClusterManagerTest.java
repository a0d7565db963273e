package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.IndeterminateOperationStateException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepeatingClusterManagerTest {
  private static final Throwable UNSURE = new IndeterminateOperationStateException("no copy");

  @Test
  void what_may_lack_its_copies_is_done_again() {
    Deque<Future<Void>> outcomes = outcomes(UNSURE, UNSURE);
    outcomes.add(Future.succeededFuture());

    assertThat(repeated(outcomes).succeeded()).isTrue();
    assertThat(outcomes).isEmpty();
  }

  @Test
  void it_is_not_done_for_ever() {
    Deque<Future<Void>> outcomes = outcomes(UNSURE, UNSURE, UNSURE, UNSURE);

    assertThat(repeated(outcomes).cause()).isSameAs(UNSURE);
    assertThat(outcomes).hasSize(1);
  }

  @Test
  void any_other_failure_is_told_at_once() {
    Throwable other = new IllegalStateException("closed");
    Deque<Future<Void>> outcomes = outcomes(other, UNSURE);

    assertThat(repeated(outcomes).cause()).isSameAs(other);
    assertThat(outcomes).hasSize(1);
  }

  private static Deque<Future<Void>> outcomes(Throwable... failures) {
    List<Future<Void>> failed = Stream.of(failures).map(Future::<Void>failedFuture).toList();
    return new ArrayDeque<>(failed);
  }

  private static Future<Void> repeated(Deque<Future<Void>> outcomes) {
    Promise<Void> told = Promise.promise();
    RepeatingClusterManager.repeat(3, done -> outcomes.remove().onComplete(done), told);
    return told.future();
  }
}

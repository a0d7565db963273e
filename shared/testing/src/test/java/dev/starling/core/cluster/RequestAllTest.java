package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.bus.InstanceReplies;
import dev.starling.testing.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several instances in one cluster, of which one asks all. */
@Timeout(180)
class RequestAllTest {
  private static final long SECONDS = 60;
  private static final long LONG = TimeUnit.SECONDS.toMillis(SECONDS);
  private static final long SHORT = 1_000;
  private static final String ADDRESS = "names";

  private final int port = FreePorts.one();

  @TempDir private Path folder;

  private TlsMember join(String name) throws Exception {
    return new TlsMember(name, folder, port).join().get(SECONDS, TimeUnit.SECONDS);
  }

  private TlsMember serving(String name) throws Exception {
    TlsMember member = join(name);
    member
        .node()
        .bus()
        .serveAll(ADDRESS, (String question) -> Future.succeededFuture(question + " " + name))
        .await(SECONDS, TimeUnit.SECONDS);
    return member;
  }

  private static String instance(TlsMember member) {
    return member.node().membership().self();
  }

  private static Future<InstanceReplies<String>> ask(TlsMember member, long millis) {
    return member.node().bus().requestAll(ADDRESS, "this is", millis);
  }

  @Test
  void each_instance_that_serves_answers_and_the_others_are_not_missed() throws Exception {
    try (TlsMember one = serving("one");
        TlsMember two = serving("two");
        TlsMember idle = join("idle")) {
      for (TlsMember asking : new TlsMember[] {one, two, idle}) {
        InstanceReplies<String> replies = ask(asking, LONG).await(SECONDS, TimeUnit.SECONDS);
        assertThat(replies.replies())
            .isEqualTo(Map.of(instance(one), "this is one", instance(two), "this is two"));
        assertThat(replies.isComplete()).isTrue();
      }
    }
  }

  @Test
  void an_instance_whose_event_loop_stands_still_is_missing_and_is_back_later() throws Exception {
    CountDownLatch thaw = new CountDownLatch(1);
    try (TlsMember one = serving("one");
        TlsMember frozen = join("frozen")) {
      frozen
          .node()
          .bus()
          .serveAll(
              ADDRESS,
              (String question) -> {
                await(thaw);
                return Future.succeededFuture(question + " frozen");
              })
          .await(SECONDS, TimeUnit.SECONDS);
      InstanceReplies<String> replies = ask(one, SHORT).await(SECONDS, TimeUnit.SECONDS);
      assertThat(replies.missing()).containsExactly(instance(frozen));
      assertThat(replies.replies()).isEqualTo(Map.of(instance(one), "this is one"));
      thaw.countDown();
      assertThat(ask(one, LONG).await(SECONDS, TimeUnit.SECONDS).replies())
          .containsEntry(instance(frozen), "this is frozen");
    } finally {
      thaw.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void an_instance_that_dies_before_it_answers_is_missing_and_is_not_asked_again()
      throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (TlsMember one = serving("one");
        TlsMember two = serving("two");
        TlsMember dying = join("dying")) {
      String gone = instance(dying);
      dying
          .node()
          .bus()
          .serveAll(
              ADDRESS,
              (String question) -> {
                asked.countDown();
                return Promise.<String>promise().future();
              })
          .await(SECONDS, TimeUnit.SECONDS);
      Future<InstanceReplies<String>> asking = ask(one, 5 * SHORT);
      assertThat(asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<String> noticed = new CompletableFuture<>();
      two.node().membership().onGone(noticed::complete);
      dying.node().hazelcast().orElseThrow().getLifecycleService().terminate();
      InstanceReplies<String> replies = asking.await(SECONDS, TimeUnit.SECONDS);
      assertThat(replies.missing()).containsExactly(gone);
      assertThat(replies.replies()).containsOnlyKeys(instance(one), instance(two));
      assertThat(noticed.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(gone);
      assertThat(ask(two, LONG).await(SECONDS, TimeUnit.SECONDS).missing()).isEmpty();
    }
  }
}

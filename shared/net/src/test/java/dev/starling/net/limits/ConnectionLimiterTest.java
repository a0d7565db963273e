package dev.starling.net.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.settings.AddressBlock;
import dev.starling.core.settings.ServiceSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ConnectionLimiterTest {
  private static final InetAddress ADA = InetAddress.getLoopbackAddress();

  private final MeterRegistry registry = new SimpleMeterRegistry();

  private record Settings(int max, int perAddress, Optional<List<AddressBlock>> exempt)
      implements ServiceSettings.Connections {
    @Override
    public int ratePerAddress() {
      return 0;
    }

    @Override
    public int burstPerAddress() {
      return 1;
    }

    @Override
    public boolean proxyProtocol() {
      return false;
    }
  }

  @Test
  void one_more_than_all_is_refused_until_one_closes() {
    ConnectionLimiter limiter = admission(2, 0);
    Channel first = new EmbeddedChannel();
    assertThat(limiter.enter(first, ADA)).isEmpty();
    assertThat(limiter.enter(new EmbeddedChannel(), ADA)).isEmpty();
    assertThat(limiter.enter(new EmbeddedChannel(), ADA)).contains(RejectionReason.MAX);
    assertThat(limiter.enter(new EmbeddedChannel(), ADA)).contains(RejectionReason.MAX);
    first.close();
    assertThat(limiter.enter(new EmbeddedChannel(), ADA)).isEmpty();
    assertThat(refused("max")).isEqualTo(2);
    assertThat(refused("per_address")).isZero();
  }

  @Test
  void a_connection_of_an_address_counts_until_it_closes_and_one_that_is_refused_does_not() {
    ConnectionLimiter limiter = admission(0, 1);
    Channel first = new EmbeddedChannel();
    assertThat(limiter.visit(first, ADA)).isEmpty();
    Channel refused = new EmbeddedChannel();
    assertThat(limiter.visit(refused, ADA)).contains(RejectionReason.PER_ADDRESS);
    refused.close();
    assertThat(limiter.visit(new EmbeddedChannel(), ADA)).contains(RejectionReason.PER_ADDRESS);
    first.close();
    assertThat(limiter.visit(new EmbeddedChannel(), ADA)).isEmpty();
    assertThat(refused("per_address")).isEqualTo(2);
  }

  @Test
  void one_that_its_address_may_not_have_is_not_counted_among_all_either() {
    ConnectionLimiter limiter = admission(2, 1);
    Channel first = new EmbeddedChannel();
    assertThat(limiter.enter(first, ADA)).isEmpty();
    for (int i = 0; i < 5; i++) {
      assertThat(limiter.enter(new EmbeddedChannel(), ADA)).contains(RejectionReason.PER_ADDRESS);
    }
    first.close();
    assertThat(limiter.enter(new EmbeddedChannel(), ADA)).isEmpty();
  }

  @Test
  void who_is_exempt_is_counted_among_all_only() {
    ConnectionLimiter limiter =
        new ConnectionLimiter(
            "sample",
            new Settings(2, 1, Optional.of(List.of(new AddressBlock("127.0.0.0", 8)))),
            registry);
    assertThat(limiter.enter(new EmbeddedChannel(), ADA)).isEmpty();
    assertThat(limiter.enter(new EmbeddedChannel(), ADA)).isEmpty();
    assertThat(limiter.enter(new EmbeddedChannel(), ADA)).contains(RejectionReason.MAX);
  }

  @Test
  void threads_at_once_never_get_more_than_all() {
    int most = 50;
    ConnectionLimiter limiter = admission(most, 0);
    ConcurrentLinkedQueue<Channel> taken = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 50; i++) {
                  Channel connection = new EmbeddedChannel();
                  if (limiter.enter(connection, ADA).isEmpty()) {
                    taken.add(connection);
                  }
                }
              }));
    }
    CompletableFuture.allOf(threads.toArray(new CompletableFuture<?>[0]))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
    assertThat(taken).hasSize(most);
    taken.forEach(Channel::close);
    for (int i = 0; i < most; i++) {
      assertThat(limiter.enter(new EmbeddedChannel(), ADA)).isEmpty();
    }
    assertThat(limiter.enter(new EmbeddedChannel(), ADA)).isPresent();
  }

  @Test
  void without_limits_a_server_is_made_of_vertx_as_it_is() {
    Vertx vertx = Vertx.vertx();
    try {
      assertThat(admission(0, 0).guard(vertx, RejectionMessage.LINE)).isSameAs(vertx);
      assertThat(admission(1, 0).guard(vertx, RejectionMessage.LINE)).isNotSameAs(vertx);
    } finally {
      vertx.close().await();
    }
  }

  private ConnectionLimiter admission(int max, int perAddress) {
    return new ConnectionLimiter(
        "sample", new Settings(max, perAddress, Optional.empty()), registry);
  }

  private double refused(String reason) {
    return registry
        .get("starling.connections.refused")
        .tag("service", "sample")
        .tag("reason", reason)
        .counter()
        .count();
  }
}

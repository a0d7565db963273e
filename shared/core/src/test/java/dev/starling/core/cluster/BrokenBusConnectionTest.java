package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.starling.core.settings.SampleSettings;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The event bus when its connection to another node breaks while messages wait to be written. For
 * each of them Vert.x logs an unhandled "Promise already completed": {@code
 * OutboundDeliveryContext.tryFail} returns false though it has passed the failure on, which {@code
 * Promise.fail} takes for a second completion. Nothing else comes of it.
 */
class BrokenBusConnectionTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final String NODE = "another node";
  private static final String ADDRESS = "address";
  private static final int MESSAGES = 32;
  private static final int MEGABYTE = 1 << 20;
  private static final int PATIENCE_SECONDS = 30;

  private final Queue<Throwable> unhandled = new ConcurrentLinkedQueue<>();
  private HazelcastInstance hazelcast;
  private Vertx vertx;

  @AfterEach
  void close() throws Exception {
    vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    hazelcast.getLifecycleService().terminate();
  }

  @Test
  void senders_are_told() throws Exception {
    try (ServerSocket node = new ServerSocket(0, 1, HERE)) {
      node.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      MessageProducer<Buffer> sender = start(node.getLocalPort()).eventBus().sender(ADDRESS);
      List<Future<Void>> written = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        written.add(sender.write(Buffer.buffer(new byte[MEGABYTE])));
      }
      try (Socket stalled = node.accept()) {
        assertThat(stalled.getInputStream().read()).isNotNegative();
        // With a reset.
        stalled.setSoLinger(true, 0);
      }
      Future.join(written).otherwiseEmpty().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(written).last().matches(Future::failed);
      assertThat(unhandled)
          .extracting(Throwable::getMessage)
          .containsOnly("Promise already completed");
    }
  }

  /** A cluster of one, in which another node seems to be registered. */
  private Vertx start(int port) throws Exception {
    var environment = Map.of("STARLING_CLUSTER_NAME", UUID.randomUUID().toString());
    hazelcast =
        Hazelcast.newHazelcastInstance(
            HazelcastConfig.of(
                SampleSettings.withEnvironment(environment).settings().cluster(),
                HERE,
                "self",
                List.of("sample")));
    HazelcastClusterManager manager =
        new HazelcastClusterManager(hazelcast) {
          @Override
          public void getNodeInfo(String node, Completable<NodeInfo> told) {
            if (node.equals(NODE)) {
              told.succeed(new NodeInfo(HERE.getHostAddress(), port, null));
            } else {
              super.getNodeInfo(node, told);
            }
          }
        };
    vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventBusOptions(new EventBusOptions().setHost(HERE.getHostAddress())))
            .withClusterManager(manager)
            .buildClustered()
            .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    vertx.exceptionHandler(unhandled::add);
    Promise<Void> registered = Promise.promise();
    manager.addRegistration(ADDRESS, new RegistrationInfo(NODE, 1, false), registered);
    registered.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return vertx;
  }
}

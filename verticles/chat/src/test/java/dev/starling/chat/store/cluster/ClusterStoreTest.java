package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.settings.ChatSettings;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreContract;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import dev.starling.testing.FreePorts;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ClusterStoreTest extends StoreContract {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 300);

  private static final int FIRST_PORT = FreePorts.firstOf(2);

  private static final int READY_SECONDS = 60;

  private static Vertx vertx;
  private static ClusterStore store;
  private static ClusterStore other;

  @BeforeAll
  static void open() throws SettingsException, InterruptedException {
    vertx = Vertx.vertx();
    String name = UUID.randomUUID().toString();
    store = new ClusterStore(vertx, cluster(name, "self"), LIMITS, List::of);
    other = new ClusterStore(vertx, cluster(name, "other"), LIMITS, List::of);
    await(store.open());
    await(other.open());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (store.unavailable().isPresent() || other.unavailable().isPresent()) {
      assertThat(System.nanoTime()).as("both are ready").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static ChatCluster cluster(String name, String instance) throws SettingsException {
    ChatSettings settings =
        SettingsLoader.load(
                ChatSettings.class,
                "chat",
                List.of(),
                Map.of("STARLING_CLUSTER_NAME", name),
                Map.of())
            .settings();
    return new ChatCluster(settings.cluster(), FIRST_PORT, instance, 1);
  }

  @AfterAll
  static void close() {
    await(store.close());
    await(other.close());
    await(vertx.close());
  }

  @Override
  protected RoomStore store() {
    return store;
  }

  @Override
  protected RoomStore other() {
    return other;
  }

  @Override
  protected String self() {
    return "self";
  }
}

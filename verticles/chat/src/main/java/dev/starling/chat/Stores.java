package dev.starling.chat;

import dev.starling.chat.settings.ChatSettings;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.MemoryStore;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.cluster.ChatCluster;
import dev.starling.chat.store.cluster.ClusterStore;
import dev.starling.chat.store.postgres.PostgresStore;
import dev.starling.core.cluster.ClusterNode;
import java.time.InstantSource;

/** The store of rooms that the settings describe. */
final class Stores {
  private static final long MOST_BYTES = 64 << 20;

  private Stores() {}

  static RoomStore of(ChatSettings settings, ClusterNode node) {
    ChatSettings.Transcript transcript = settings.transcript();
    String self = node.membership().self();
    Conditions.Limits limits =
        new Conditions.Limits(
            transcript.capacity(), MOST_BYTES, settings.departureGrace().toMillis());
    if (transcript.store() == ChatSettings.Store.POSTGRES) {
      return new PostgresStore(
          node.vertx(),
          self,
          limits,
          transcript.history().size(),
          transcript.history().age(),
          settings.database());
    }
    return settings.cluster().enabled()
        ? new ClusterStore(
            node.vertx(),
            new ChatCluster(settings.cluster(), transcript.port(), self, transcript.backups()),
            limits,
            () -> node.membership().instancesOf("chat"))
        : new MemoryStore(self, limits, InstantSource.system());
  }
}

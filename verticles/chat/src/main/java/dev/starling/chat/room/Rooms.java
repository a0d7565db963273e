package dev.starling.chat.room;

import com.hazelcast.core.HazelcastInstance;
import dev.starling.chat.ChatSettings;
import dev.starling.chat.log.ClusterLog;
import dev.starling.chat.log.MemoryLog;
import dev.starling.chat.log.PostgresLog;
import dev.starling.chat.log.TranscriptLog;
import dev.starling.shared.cluster.ClusterNode;
import dev.starling.shared.launch.ServiceContext;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Makes the room that the settings describe. */
public final class Rooms {
  private static final String SERVICE = "chat";

  /** There is one room. */
  private static final String ROOM = "main";

  private static final int MEMORY = 10_000;

  private Rooms() {}

  /** Makes the room of this process. */
  public static Room create(ChatSettings settings, ServiceContext service, Encoder encoder) {
    ClusterNode node = service.node();
    Standing standing =
        new Standing(SERVICE, node.membership(), service.roster(), settings.cluster().quorum());
    Room room =
        new Room(
            () -> stores(settings, node),
            memory(settings.transcript()),
            standing,
            node.bus(),
            encoder,
            service.metrics());
    service.health().ready("chat-transcript", room::complaint);
    return room;
  }

  /** As much as the cluster's memory has; a database has more than one would remember. */
  private static int memory(ChatSettings.Transcript transcript) {
    return transcript.store() == ChatSettings.Store.CLUSTER ? transcript.capacity() : MEMORY;
  }

  private static Stores stores(ChatSettings settings, ClusterNode node) {
    Vertx vertx = node.vertx();
    Optional<HazelcastInstance> hazelcast = node.hazelcast();
    Names names =
        hazelcast
            .<Names>map(cluster -> new ClusterNames(vertx, cluster))
            .orElseGet(LocalNames::new);
    ChatSettings.Transcript transcript = settings.transcript();
    TranscriptLog log =
        switch (transcript.store()) {
          case POSTGRES -> new PostgresLog(vertx, settings.database());
          case CLUSTER ->
              hazelcast
                  .<TranscriptLog>map(
                      cluster ->
                          new ClusterLog(
                              vertx, cluster, ROOM, transcript.capacity(), transcript.backups()))
                  .orElseGet(() -> new MemoryLog(transcript.capacity()));
        };
    return new Stores(log, names);
  }
}

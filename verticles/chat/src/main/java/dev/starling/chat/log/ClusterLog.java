package dev.starling.chat.log;

import com.hazelcast.config.MapConfig;
import com.hazelcast.config.RingbufferConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import com.hazelcast.ringbuffer.OverflowPolicy;
import com.hazelcast.ringbuffer.ReadResultSet;
import com.hazelcast.ringbuffer.Ringbuffer;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in the cluster's memory: a Hazelcast Ringbuffer. It survives as many lost instances as it
 * has backups, and forgets its oldest events. It does not recognise repeats; its readers do.
 *
 * <p>A Ringbuffer's numbers prove nothing after a partition, nor when its owners were lost
 * together: the epoch, kept beside it, then changes.
 */
public final class ClusterLog implements TranscriptLog {
  private static final Logger log = LoggerFactory.getLogger(ClusterLog.class);

  private static final String EPOCHS = "starling.chat.epochs";
  private static final int EPOCH_BACKUPS = 2;

  /** As long as an instance that froze may keep the others waiting. */
  private static final long DEADLINE_SECONDS = 12;

  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private final Vertx vertx;
  private final String room;
  private final Ringbuffer<byte[]> ring;
  private final IMap<String, String> epochs;
  private final PartitionService partitions;
  private final int page;

  // Written when the log is opened and read, on any thread.
  private volatile String epoch;

  /**
   * Connects to the log of a room. Blocks shortly.
   *
   * @param capacity events that are kept
   * @param backups copies on other instances; a write without them is not acknowledged
   * @throws RuntimeException when other instances keep it with other settings
   */
  public ClusterLog(
      Vertx vertx, HazelcastInstance hazelcast, String room, int capacity, int backups) {
    this.vertx = vertx;
    this.room = room;
    String name = "starling.chat." + room;
    RingbufferConfig config =
        new RingbufferConfig(name).setCapacity(capacity).setBackupCount(backups);
    config.getMergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName());
    hazelcast.getConfig().addRingBufferConfig(config);
    hazelcast.getConfig().addMapConfig(new MapConfig(EPOCHS).setBackupCount(EPOCH_BACKUPS));
    ring = hazelcast.getRingbuffer(name);
    epochs = hazelcast.getMap(EPOCHS);
    partitions = hazelcast.getPartitionService();
    // One more is read than asked for.
    page = Math.max(1, Math.min(MAX_PAGE, capacity) - 1);
  }

  @Override
  public Future<Opening> open() {
    return blocking(
        () -> {
          String fresh = UUID.randomUUID().toString();
          String kept = epochs.putIfAbsent(room, fresh);
          epoch = kept == null ? fresh : kept;
          return new Opening(epoch, ring.tailSequence() + 1, Optional.empty());
        });
  }

  @Override
  public Future<Appended> append(List<Draft> batch) {
    String current = epoch;
    List<byte[]> items = batch.stream().map(DraftCodec::encode).toList();
    return async(ring.addAllAsync(items, OverflowPolicy.OVERWRITE))
        .map(
            last -> {
              long first = last + 1 - batch.size() + 1;
              return new Appended(
                  current,
                  IntStream.range(0, batch.size())
                      .mapToObj(i -> new Place(first + i, false))
                      .toList());
            });
  }

  @Override
  public Future<Page> readAfter(long seq, int limit) {
    // Begins with the event that the reader has: if that is not there, the log was lost.
    long from = Math.max(0, seq - 1);
    int most = Math.min(limit, page) + 1;
    Future<ReadResultSet<byte[]>> items = async(ring.readManyAsync(from, 0, most, null));
    Future<String> current = async(epochs.getAsync(room));
    return Future.all(items, current)
        .compose(v -> page(seq, most, items.result(), current.result()));
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private Future<Page> page(long seq, int most, ReadResultSet<byte[]> items, String current) {
    List<Event> events = new ArrayList<>(items.size());
    Optional<String> lastKey = Optional.empty();
    long tail = 0;
    for (int i = 0; i < items.size(); i++) {
      tail = items.getSequence(i) + 1;
      Draft draft = DraftCodec.decode(items.get(i));
      if (tail == seq) {
        lastKey = Optional.of(draft.key());
      } else if (events.size() < most - 1) {
        events.add(draft.at(tail));
      }
    }
    Page page = new Page(String.valueOf(current), lastKey, events, tail);
    boolean toItsEnd = items.size() < most && (items.size() > 0 || seq == 0);
    return toItsEnd
        ? Future.succeededFuture(page)
        : blocking(() -> new Page(page.epoch(), page.lastKey(), events, ring.tailSequence() + 1));
  }

  /** Waits until every member has the copies it should have. */
  @Override
  public Future<Void> settle() {
    return blocking(
        () -> {
          long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
          while (!partitions.isClusterSafe()) {
            if (System.nanoTime() > deadline) {
              throw new LogException("copies are missing");
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
          }
          return null;
        });
  }

  @Override
  public Future<Void> renew(String ended) {
    return blocking(
        () -> {
          String fresh = UUID.randomUUID().toString();
          // Of all who notice the same, one changes it: the others find it changed.
          if (epochs.replace(room, ended, fresh) || epochs.putIfAbsent(room, fresh) == null) {
            log.warn("a new epoch of the transcript begins: {}", fresh);
          }
          return null;
        });
  }

  private <T> Future<T> async(CompletionStage<T> stage) {
    return deadline(Future.fromCompletionStage(stage, vertx.getOrCreateContext()));
  }

  private <T> Future<T> blocking(Callable<T> step) {
    return deadline(vertx.executeBlocking(step, false));
  }

  private static <T> Future<T> deadline(Future<T> future) {
    return future
        .timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .recover(
            failure ->
                Future.failedFuture(
                    new LogException("the cluster's memory: " + failure.getMessage(), failure)));
  }
}

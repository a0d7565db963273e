package dev.starling.chat.room;

import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The names in the cluster's memory. Hazelcast's conditional steps block, and for seconds when an
 * instance is frozen: they have threads of their own.
 */
final class ClusterNames implements Names {
  private static final String MAP = "starling.chat.names";

  /** Two instances may be lost at once. */
  private static final int BACKUPS = 2;

  private static final int THREADS = 8;
  private static final long DEADLINE_SECONDS = 12;

  private final IMap<String, String> claims;
  private final WorkerExecutor workers;

  ClusterNames(Vertx vertx, HazelcastInstance hazelcast) {
    hazelcast.getConfig().addMapConfig(new MapConfig(MAP).setBackupCount(BACKUPS));
    claims = hazelcast.getMap(MAP);
    workers = vertx.createSharedWorkerExecutor("chat-names", THREADS, 1, TimeUnit.MINUTES);
  }

  @Override
  public Future<Optional<Claim>> claim(String key, Claim claim) {
    return onWorker(
        () ->
            Optional.ofNullable(claims.putIfAbsent(key, claim.toText(key)))
                .map(text -> Claim.of(key, text)));
  }

  @Override
  public Future<Boolean> replace(String key, Claim expected, Claim claim) {
    return onWorker(() -> claims.replace(key, expected.toText(key), claim.toText(key)));
  }

  @Override
  public Future<Boolean> release(String key, Claim expected) {
    return onWorker(() -> claims.remove(key, expected.toText(key)));
  }

  @Override
  public Future<Map<String, Claim>> all() {
    return onWorker(
        () -> {
          Map<String, Claim> all = new HashMap<>();
          claims
              .entrySet()
              .forEach(
                  entry -> all.put(entry.getKey(), Claim.of(entry.getKey(), entry.getValue())));
          return all;
        });
  }

  private <T> Future<T> onWorker(Callable<T> step) {
    return workers.executeBlocking(step, false).timeout(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }
}

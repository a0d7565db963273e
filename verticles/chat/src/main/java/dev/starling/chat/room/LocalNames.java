package dev.starling.chat.room;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The names of an instance that is alone. */
final class LocalNames implements Names {
  private final Map<String, Claim> claims = new ConcurrentHashMap<>();

  @Override
  public Future<Optional<Claim>> claim(String key, Claim claim) {
    return Future.succeededFuture(Optional.ofNullable(claims.putIfAbsent(key, claim)));
  }

  @Override
  public Future<Boolean> replace(String key, Claim expected, Claim claim) {
    return Future.succeededFuture(claims.replace(key, expected, claim));
  }

  @Override
  public Future<Boolean> release(String key, Claim expected) {
    return Future.succeededFuture(claims.remove(key, expected));
  }

  @Override
  public Future<Map<String, Claim>> all() {
    return Future.succeededFuture(Map.copyOf(claims));
  }
}

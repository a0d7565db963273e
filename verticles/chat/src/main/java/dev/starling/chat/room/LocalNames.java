package dev.starling.chat.room;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The names of an instance that is alone. */
final class LocalNames implements Names {
  private final Map<String, Claim> claims = new ConcurrentHashMap<>();

  @Override
  public Future<Optional<Claim>> claim(String username, Claim claim) {
    return Future.succeededFuture(Optional.ofNullable(claims.putIfAbsent(username, claim)));
  }

  @Override
  public Future<Boolean> replace(String username, Claim expected, Claim claim) {
    return Future.succeededFuture(claims.replace(username, expected, claim));
  }

  @Override
  public Future<Boolean> release(String username, Claim expected) {
    return Future.succeededFuture(claims.remove(username, expected));
  }

  @Override
  public Future<Map<String, Claim>> all() {
    return Future.succeededFuture(Map.copyOf(claims));
  }
}

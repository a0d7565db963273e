package dev.starling.chat.room;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/**
 * The user names taken in the whole cluster, each under the key of all names that look like it: one
 * key is one user's at a time. Each step is atomic on its own and has a deadline; futures complete
 * on the caller's context.
 */
interface Names {
  /** Takes a free name. Returns who has it when it is not free. */
  Future<Optional<Claim>> claim(String key, Claim claim);

  /** Changes a claim. Returns false, changing nothing, when it is no longer the expected one. */
  Future<Boolean> replace(String key, Claim expected, Claim claim);

  /** Frees a name. Returns false, changing nothing, when the claim is not the expected one. */
  Future<Boolean> release(String key, Claim expected);

  /** All claims by key. */
  Future<Map<String, Claim>> all();
}

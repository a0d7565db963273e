package dev.starling.core.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Outcome of a request to all instances that serve an address, see {@link Bus#requestAll}. Every
 * instance that was asked is in one of the three; immutable.
 *
 * @param replies by instance; null is a mere acknowledgement
 * @param failures of instances that answered with a failure, or not in a version that can be read
 * @param missing instances that did not answer in time: frozen, cut off, killed or too slow
 */
public record InstanceReplies<R>(
    Map<String, R> replies, Map<String, ReplyException> failures, Set<String> missing) {

  /** Whether every instance that was asked has replied. */
  public boolean isComplete() {
    return failures.isEmpty() && missing.isEmpty();
  }

  /** Sorts requests that have all completed; those to instances that do not serve are left out. */
  static <R> InstanceReplies<R> of(Map<String, Future<R>> requests) {
    Map<String, R> replies = new TreeMap<>();
    Map<String, ReplyException> failures = new TreeMap<>();
    Set<String> missing = new TreeSet<>();
    requests.forEach(
        (instance, request) -> {
          if (request.succeeded()) {
            replies.put(instance, request.result());
          } else if (!(request.cause() instanceof ReplyException failure)) {
            missing.add(instance);
          } else if (failure.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
            failures.put(instance, failure);
          } else if (failure.failureType() != ReplyFailure.NO_HANDLERS) {
            missing.add(instance);
          }
        });
    return new InstanceReplies<>(
        Collections.unmodifiableMap(replies),
        Collections.unmodifiableMap(failures),
        Collections.unmodifiableSet(missing));
  }
}

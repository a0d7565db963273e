package dev.starling.storefront.downstream;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;

/** Why a service gave nothing. It has no trace: what is wrong is not here. */
public final class CallFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LEAST_FAULT_OF_CALLER = 400;
  private static final int LEAST_FAULT_OF_CALLED = 500;

  private final CallOutcome outcome;
  private final Duration retryAfter;

  private CallFailure(CallOutcome outcome, String message, Duration retryAfter) {
    super(message, null, false, false);
    this.outcome = outcome;
    this.retryAfter = retryAfter;
  }

  static CallFailure late(String name) {
    return new CallFailure(CallOutcome.LATE, name + " did not answer in time", Duration.ZERO);
  }

  static CallFailure broken(String name, String reason) {
    return new CallFailure(CallOutcome.BROKEN, name + " failed: " + reason, Duration.ZERO);
  }

  /**
   * The breaker is open.
   *
   * @param retryAfter until a call is let through again
   */
  static CallFailure refused(String name, Duration retryAfter) {
    return new CallFailure(
        CallOutcome.REFUSED, name + " has failed too often and is left alone", retryAfter);
  }

  /** Meaning of a failed try. */
  static CallFailure of(String name, Throwable failure) {
    if (failure instanceof CallFailure known) {
      return known;
    }
    if (!(failure instanceof ReplyException reply)) {
      return broken(name, failure.toString());
    }
    if (reply.failureType() == ReplyFailure.TIMEOUT) {
      return late(name);
    }
    boolean declined =
        reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
            && reply.failureCode() >= LEAST_FAULT_OF_CALLER
            && reply.failureCode() < LEAST_FAULT_OF_CALLED;
    return declined
        ? new CallFailure(
            CallOutcome.DECLINED, name + " declined: " + reply.getMessage(), Duration.ZERO)
        : broken(name, reply.getMessage());
  }

  public CallOutcome outcome() {
    return outcome;
  }

  /** Whole seconds, rounded up, until it is worth asking again; at least 1. */
  public long retryAfterSeconds() {
    return Math.max(1, retryAfter.plusMillis(999).toSeconds());
  }
}

package dev.starling.chat.store.postgres;

import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import dev.starling.database.DatabaseFailure;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** One attempt at a step: tells what is known of it when it fails. Thread-safe. */
final class Attempt {
  private enum State {
    WAITING,
    SENT,
    GIVEN_UP
  }

  /** States in which the database has understood a step and will always refuse it. */
  private static final Set<String> INVALID = Set.of("22", "23", "42");

  /** States that end a connection: a commit may have been under way. */
  private static final Set<String> BROKEN = Set.of("08", "57P");

  /** The state of a server that says itself that it does not know. */
  private static final String COMPLETION_UNKNOWN = "40003";

  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  /** Whether to send the step; no longer once its failure has been reported. */
  boolean begin() {
    return state.compareAndSet(State.WAITING, State.SENT);
  }

  /** The failure of the step, for its caller. */
  StoreException failed(Throwable failure) {
    return new StoreException(outcome(failure), failure.getMessage(), failure);
  }

  private Outcome outcome(Throwable failure) {
    if (state.compareAndSet(State.WAITING, State.GIVEN_UP)) {
      return Outcome.NOT_APPLIED;
    }
    String refusal = failure instanceof DatabaseFailure database ? database.state() : "";
    if (refusal.isEmpty()
        || refusal.equals(COMPLETION_UNKNOWN)
        || BROKEN.stream().anyMatch(refusal::startsWith)) {
      return Outcome.UNKNOWN;
    }
    // Any other answer with a state says that the transaction was rolled back.
    return INVALID.stream().anyMatch(refusal::startsWith) ? Outcome.INVALID : Outcome.NOT_APPLIED;
  }
}

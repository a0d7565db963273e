package dev.starling.core.problem;

import java.util.Optional;

/**
 * Something that a service depends on, such as its database, failed. The message is for operators
 * and may name hosts; {@link #problem()} is for clients.
 */
public abstract class DependencyFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected DependencyFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The problem a client is answered with when the same request may succeed later; empty when the
   * failure is a fault of the service.
   */
  public abstract Optional<Problem> problem();
}

package dev.starling.openapi;

import io.vertx.core.Future;

/** Handler of one operation of a contract. */
@FunctionalInterface
public interface OperationHandler {
  /**
   * Answers a call that fits the contract.
   *
   * @return completes when it is answered. Fails with a {@link
   *     dev.starling.core.problem.ProblemException} for a refusal that the client can read; a
   *     database that is away becomes 503, anything else 500
   */
  Future<?> handle(RequestContext context);
}

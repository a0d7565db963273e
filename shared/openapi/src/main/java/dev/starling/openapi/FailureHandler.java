package dev.starling.openapi;

import dev.starling.core.problem.DependencyFailure;
import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what an action fails with into an answer. */
final class FailureHandler {
  private static final Logger log = LoggerFactory.getLogger(FailureHandler.class);
  private static final String SOON = "1";

  private FailureHandler() {}

  static void answer(HttpServerRequest request, Throwable failure) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      log.debug("{} {}: after its end", request.method(), request.path(), failure);
    } else if (response.headWritten()) {
      // Broken off, so that no one takes a part for the whole.
      log.warn("{} {} broken off: {}", request.method(), request.path(), failure.toString());
      response.reset();
    } else {
      problem(request, failure).send(response);
    }
  }

  private static Problem problem(HttpServerRequest request, Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    Optional<Problem> later =
        failure instanceof DependencyFailure dependency ? dependency.problem() : Optional.empty();
    if (later.isPresent()) {
      log.debug("{} {}: {}", request.method(), request.path(), failure.getMessage());
      request.response().putHeader(HttpHeaders.RETRY_AFTER, SOON);
      return later.get();
    }
    log.error("{} {} failed", request.method(), request.path(), failure);
    return Problem.of(500, "the server failed to answer; it has been logged");
  }
}

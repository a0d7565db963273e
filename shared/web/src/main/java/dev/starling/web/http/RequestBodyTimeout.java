package dev.starling.web.http;

import dev.starling.core.problem.Problem;
import java.time.Duration;

/**
 * The requests whose bodies are still on their way, in the order in which they began: all have the
 * same time. Belongs to one event loop, and makes no timer of its own for each.
 */
final class RequestBodyTimeout {
  private static final String TOO_SLOW =
      "the request's body was not complete within %d ms; send it faster";

  private final Duration limit;
  private ServerRequest oldest;
  private ServerRequest newest;

  RequestBodyTimeout(Duration limit) {
    this.limit = limit;
  }

  void add(ServerRequest request) {
    request.awaited = true;
    request.earlier = newest;
    if (newest == null) {
      oldest = request;
    } else {
      newest.later = request;
    }
    newest = request;
  }

  /** Lets go of a request that was answered, or whose connection ended. */
  void remove(ServerRequest request) {
    if (!request.awaited) {
      return;
    }
    request.awaited = false;
    if (request.earlier == null) {
      oldest = request.later;
    } else {
      request.earlier.later = request.later;
    }
    if (request.later == null) {
      newest = request.earlier;
    } else {
      request.later.earlier = request.earlier;
    }
    request.earlier = null;
    request.later = null;
  }

  /** Answers those that are late with 408; to be called every now and then. */
  void tick() {
    long now = System.nanoTime();
    while (oldest != null && now - oldest.began() > limit.toNanos()) {
      ServerRequest late = oldest;
      remove(late);
      if (!late.isEnded() && !late.answer().closed()) {
        end(late);
      }
    }
  }

  private void end(ServerRequest late) {
    boolean answered =
        late.answer().overrule(Problem.of(408, TOO_SLOW.formatted(limit.toMillis())));
    if (!answered && !late.isHttp2()) {
      late.connection().close();
    } else if (late.isHttp2()) {
      late.answer().delegate.reset(0);
    }
  }
}

package dev.starling.web.http;

import dev.starling.core.problem.Problem;
import java.time.Duration;

/**
 * The requests whose bodies are still on their way, in the order in which they began: all have the
 * same time. Belongs to one event loop, and makes no timer of its own for each.
 */
final class BodyDeadlines {
  private static final String TOO_SLOW =
      "the request's body was not complete within %d ms; send it faster";

  private final Duration limit;
  private Exchange oldest;
  private Exchange newest;

  BodyDeadlines(Duration limit) {
    this.limit = limit;
  }

  void add(Exchange exchange) {
    exchange.awaited = true;
    exchange.earlier = newest;
    if (newest == null) {
      oldest = exchange;
    } else {
      newest.later = exchange;
    }
    newest = exchange;
  }

  /** Lets go of a request that was answered, or whose connection ended. */
  void remove(Exchange exchange) {
    if (!exchange.awaited) {
      return;
    }
    exchange.awaited = false;
    if (exchange.earlier == null) {
      oldest = exchange.later;
    } else {
      exchange.earlier.later = exchange.later;
    }
    if (exchange.later == null) {
      newest = exchange.earlier;
    } else {
      exchange.later.earlier = exchange.earlier;
    }
    exchange.earlier = null;
    exchange.later = null;
  }

  /** Answers those that are late with 408; to be called every now and then. */
  void tick() {
    long now = System.nanoTime();
    while (oldest != null && now - oldest.began() > limit.toNanos()) {
      Exchange late = oldest;
      remove(late);
      if (!late.isEnded() && !late.answer().closed()) {
        end(late);
      }
    }
  }

  private void end(Exchange late) {
    boolean told = late.answer().overrule(Problem.of(408, TOO_SLOW.formatted(limit.toMillis())));
    if (!told && !late.isHttp2()) {
      late.connection().close();
    } else if (late.isHttp2()) {
      late.answer().delegate.reset(0);
    }
  }
}

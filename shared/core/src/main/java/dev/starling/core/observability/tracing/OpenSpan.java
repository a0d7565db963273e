package dev.starling.core.observability.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/**
 * One side of a request: begun, and at some time ended. Thread-safe: an answer may come from
 * elsewhere.
 */
final class OpenSpan {
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final int LONGEST_MESSAGE = 256;

  private final Span span;
  private final Context context;
  private final String name;
  private volatile boolean ended;

  OpenSpan(Span span, Context parent, String name) {
    this.span = span;
    this.context = parent.with(span);
    this.name = name;
  }

  /** Context for the spans below it. */
  Context context() {
    return context;
  }

  String traceId() {
    return span.getSpanContext().getTraceId();
  }

  String spanId() {
    return span.getSpanContext().getSpanId();
  }

  /** Whether nothing that begins now belongs to it any more. */
  boolean ended() {
    return ended;
  }

  /** Names it by the route that was found for it, which says more than the method alone. */
  void route(String route) {
    span.updateName(name + " " + route);
    span.setAttribute("http.route", route);
  }

  /**
   * Ends it.
   *
   * @param leastBadStatus the lowest HTTP status that is a failure on this side
   * @param failure null when there is an answer
   */
  void end(Description answer, int leastBadStatus, Throwable failure) {
    ended = true;
    span.setAllAttributes(answer.attributes());
    if (failure != null) {
      span.setStatus(StatusCode.ERROR, message(failure));
      span.setAttribute(ERROR_TYPE, failure.getClass().getName());
    } else if (answer.status() >= leastBadStatus) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(ERROR_TYPE, Integer.toString(answer.status()));
    }
    span.end();
  }

  private static String message(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE);
  }
}

package dev.starling.core.observability.tracing;

import dev.starling.net.internal.EventLoops;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Turns what Vert.x tells of requests into spans. The span of a request that is being answered is
 * kept in that request's own Vert.x context, where those of its calls to others find it; it travels
 * as {@code traceparent} (W3C Trace Context). Of WebSockets only what is asked for is traced: a
 * connection that lasts for days is no request.
 */
final class SpanTracer implements VertxTracer<OpenSpan, OpenSpan> {
  private static final ContextLocal<OpenSpan> ANSWERED = ContextLocal.registerLocal(OpenSpan.class);

  /** Of the last message that was sent over the event bus. */
  private static final ContextLocal<OpenSpan> SENT = ContextLocal.registerLocal(OpenSpan.class);

  private static final int FIRST_CLIENT_ERROR = 400;
  private static final int FIRST_SERVER_ERROR = 500;

  private static final TextMapSetter<BiConsumer<String, String>> SETTER =
      (headers, name, value) -> headers.accept(name, value);

  private final Tracer tracer;
  private final TextMapPropagator propagator = W3CTraceContextPropagator.getInstance();

  SpanTracer(Tracer tracer) {
    this.tracer = tracer;
  }

  /** The span that work on a context is part of, or was: it may have ended just before. */
  static Optional<OpenSpan> on(Context context) {
    return context != null && EventLoops.tracer(context) instanceof SpanTracer
        ? Optional.ofNullable(context.getLocal(ANSWERED, AccessMode.CONCURRENT))
        : Optional.empty();
  }

  /**
   * Ends the span of the message that was just sent, when it is answered.
   *
   * <p>Vert.x does that, too, but not when the answer comes before it knows that the message was
   * written: OutboundDeliveryContext.written() gives the span to the handler of the answer.
   */
  static <T> void endWith(Future<T> answer) {
    Context context = Vertx.currentContext();
    OpenSpan span = context == null ? null : context.getLocal(SENT, AccessMode.CONCURRENT);
    if (span != null) {
      context.removeLocal(SENT, AccessMode.CONCURRENT);
      answer.onComplete(
          done -> {
            if (!span.ended()) {
              Description nothing = Description.ofAnswer(null, TagExtractor.empty());
              span.end(nothing, FIRST_CLIENT_ERROR, done.cause());
            }
          });
    }
  }

  @Override
  public <R> OpenSpan receiveRequest(
      Context context,
      SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      Iterable<Map.Entry<String, String>> headers,
      TagExtractor<R> tags) {
    if (policy == TracingPolicy.IGNORE || isWebSocket(request)) {
      return null;
    }
    io.opentelemetry.context.Context parent =
        propagator.extract(io.opentelemetry.context.Context.root(), headers, Headers.GETTER);
    if (policy == TracingPolicy.PROPAGATE && Span.fromContextOrNull(parent) == null) {
      return null;
    }
    OpenSpan span =
        open(
            kind == SpanKind.RPC
                ? io.opentelemetry.api.trace.SpanKind.SERVER
                : io.opentelemetry.api.trace.SpanKind.CONSUMER,
            parent,
            Description.ofRequest(operation, request, tags));
    if (request instanceof HttpServerRequest http) {
      // A proxy that copies the request's headers adds this span's: there must not be two.
      propagator.fields().forEach(http.headers()::remove);
    }
    context.putLocal(ANSWERED, AccessMode.CONCURRENT, span);
    return span;
  }

  @Override
  public <R> void sendResponse(
      Context context, R response, OpenSpan span, Throwable failure, TagExtractor<R> tags) {
    if (span != null) {
      span.end(Description.ofAnswer(response, tags), FIRST_SERVER_ERROR, failure);
    }
  }

  @Override
  public <R> OpenSpan sendRequest(
      Context context,
      SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      BiConsumer<String, String> headers,
      TagExtractor<R> tags) {
    if (policy == TracingPolicy.IGNORE || request == null) {
      return null;
    }
    Optional<OpenSpan> cause = on(context).filter(span -> !span.ended());
    if (cause.isEmpty() && policy != TracingPolicy.ALWAYS) {
      return null;
    }
    OpenSpan span =
        open(
            kind == SpanKind.RPC
                ? io.opentelemetry.api.trace.SpanKind.CLIENT
                : io.opentelemetry.api.trace.SpanKind.PRODUCER,
            cause.map(OpenSpan::context).orElseGet(io.opentelemetry.context.Context::root),
            Description.ofRequest(operation, request, tags));
    propagator.inject(span.context(), headers, SETTER);
    if (request instanceof Message<?>) {
      context.putLocal(SENT, AccessMode.CONCURRENT, span);
    }
    return span;
  }

  @Override
  public <R> void receiveResponse(
      Context context, R response, OpenSpan span, Throwable failure, TagExtractor<R> tags) {
    if (span != null) {
      span.end(Description.ofAnswer(response, tags), FIRST_CLIENT_ERROR, failure);
    }
  }

  private OpenSpan open(
      io.opentelemetry.api.trace.SpanKind kind,
      io.opentelemetry.context.Context parent,
      Description request) {
    Span span =
        tracer
            .spanBuilder(request.name())
            .setParent(parent)
            .setSpanKind(kind)
            .setAllAttributes(request.attributes())
            .startSpan();
    return new OpenSpan(span, parent, request.name());
  }

  private static boolean isWebSocket(Object request) {
    return request instanceof HttpServerRequest http
        && http.headers().contains(HttpHeaders.UPGRADE, "websocket", true);
  }

  /** Reads one header of those that Vert.x hands over. */
  private enum Headers implements TextMapGetter<Iterable<Map.Entry<String, String>>> {
    GETTER;

    @Override
    public Iterable<String> keys(Iterable<Map.Entry<String, String>> headers) {
      List<String> names = new ArrayList<>();
      headers.forEach(header -> names.add(header.getKey()));
      return names;
    }

    @Override
    public String get(Iterable<Map.Entry<String, String>> headers, String name) {
      if (headers instanceof MultiMap map) {
        return map.get(name);
      }
      for (Map.Entry<String, String> header : headers) {
        if (header.getKey().equalsIgnoreCase(name)) {
          return header.getValue();
        }
      }
      return null;
    }
  }
}

package dev.starling.shop.tracing;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Takes OTLP over HTTP as a collector does, and keeps what it is told. */
final class Collector implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** A span, and which process told of it. */
  record Told(Map<String, String> process, Span span) {
    String name() {
      return span.getName();
    }

    String trace() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    String id() {
      return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    String parent() {
      return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    Map<String, String> attributes() {
      return texts(span.getAttributesList());
    }
  }

  Collector() {
    server = vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1").await();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  List<Told> all() {
    return told;
  }

  /** The spans of a trace, once there are as many. */
  List<Told> await(String trace, int spans) throws InterruptedException, TimeoutException {
    if (!has(trace, spans, PATIENCE_SECONDS)) {
      throw new TimeoutException("told so far: " + told);
    }
    return told.stream().filter(one -> one.trace().equals(trace)).toList();
  }

  /** Waits for as many spans of a trace; false if they have not come in time. */
  boolean has(String trace, int spans, long seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    synchronized (told) {
      while (told.stream().filter(one -> one.trace().equals(trace)).count() < spans) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        told.wait(left);
      }
    }
    return true;
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              if (!request.path().equals("/v1/traces")) {
                request.response().setStatusCode(404).end();
                return;
              }
              read(body);
              request.response().putHeader("Content-Type", "application/x-protobuf").end();
            });
  }

  private void read(Buffer body) {
    try {
      synchronized (told) {
        for (ResourceSpans process :
            ExportTraceServiceRequest.parseFrom(body.getBytes()).getResourceSpansList()) {
          Map<String, String> resource = texts(process.getResource().getAttributesList());
          for (ScopeSpans scope : process.getScopeSpansList()) {
            scope.getSpansList().forEach(span -> told.add(new Told(resource, span)));
          }
        }
        told.notifyAll();
      }
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                one ->
                    one.getValue().hasIntValue()
                        ? Long.toString(one.getValue().getIntValue())
                        : one.getValue().getStringValue()));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

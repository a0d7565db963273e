package dev.starling.shared.management;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is measured of HTTP servers. A WebSocket is a request that is answered with 101.
 * Thread-safe, save that a {@link Request} belongs to its connection.
 */
final class HttpServerMeters
    implements HttpServerMetrics<HttpServerMeters.Request, Object, Object> {
  /** A client can invent methods; there must not be a series for each. */
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

  private static final String OTHER = "other";
  private static final int CODES = 600;

  /** Vert.x hands back what it was given for a connection; there is nothing to remember of one. */
  private static final Object CONNECTION = new Object();

  private final MeterRegistry registry;
  private final LongAdder connections = new LongAdder();
  private final LongAdder webSockets = new LongAdder();
  private final LongAdder underWay = new LongAdder();
  private final Counter resets;
  private final Counter bytesRead;
  private final Counter bytesWritten;

  /** By method and status code; made with the first answer of its kind. */
  private final AtomicReferenceArray<Timer> answers =
      new AtomicReferenceArray<>((METHODS.size() + 1) * CODES);

  /** A request that is being answered. */
  static final class Request {
    private final int method;
    private final long begunAt = System.nanoTime();
    private boolean read;
    private boolean answered;
    private boolean reset;

    private Request(int method) {
      this.method = method;
    }
  }

  HttpServerMeters(MeterRegistry registry) {
    this.registry = registry;
    gauge("active.connections", "HTTP connections open now", connections);
    gauge("active.ws.connections", "WebSockets open now", webSockets);
    gauge("active.requests", "Requests being answered", underWay);
    resets = counter("request.resets", "Requests that were reset");
    bytesRead = counter("bytes.read", "Bytes that clients sent");
    bytesWritten = counter("bytes.written", "Bytes that clients were sent");
  }

  @Override
  public Object connected(SocketAddress address, String name) {
    connections.increment();
    return CONNECTION;
  }

  @Override
  public void disconnected(Object connection, SocketAddress address) {
    connections.decrement();
  }

  @Override
  public void bytesRead(Object connection, SocketAddress address, long bytes) {
    bytesRead.increment(bytes);
  }

  @Override
  public void bytesWritten(Object connection, SocketAddress address, long bytes) {
    bytesWritten.increment(bytes);
  }

  @Override
  public Request requestBegin(Object connection, HttpRequest request) {
    return begin(request.method());
  }

  @Override
  public Request responsePushed(
      Object connection, HttpMethod method, String uri, HttpResponse response) {
    return begin(method);
  }

  @Override
  public void requestEnd(Request request, HttpRequest head, long bytes) {
    request.read = true;
    endOnce(request);
  }

  @Override
  public void responseEnd(Request request, HttpResponse response, long bytes) {
    // An answer to a client that has left reaches nobody: it says nothing of the service.
    if (!request.reset) {
      answer(request.method, response.statusCode())
          .record(System.nanoTime() - request.begunAt, TimeUnit.NANOSECONDS);
    }
    request.answered = true;
    endOnce(request);
  }

  @Override
  public void requestReset(Request request) {
    resets.increment();
    if (!request.reset && !(request.read && request.answered)) {
      underWay.decrement();
    }
    request.reset = true;
  }

  @Override
  public Object connected(Object connection, Request request, ServerWebSocket webSocket) {
    webSockets.increment();
    return CONNECTION;
  }

  @Override
  public void disconnected(Object webSocket) {
    webSockets.decrement();
  }

  private Request begin(HttpMethod method) {
    underWay.increment();
    int known = METHODS.indexOf(method.name());
    return new Request(known < 0 ? METHODS.size() : known);
  }

  private void endOnce(Request request) {
    if (request.read && request.answered && !request.reset) {
      underWay.decrement();
    }
  }

  private Timer answer(int method, int code) {
    int at = method * CODES + (code > 0 && code < CODES ? code : 0);
    Timer timer = answers.get(at);
    if (timer == null) {
      timer = register(method < METHODS.size() ? METHODS.get(method) : OTHER, at % CODES);
      answers.set(at, timer);
    }
    return timer;
  }

  private Timer register(String method, int code) {
    Tags tags = Tags.of("method", method, "code", code == 0 ? OTHER : Integer.toString(code));
    Timer timer =
        Latency.timer(
                "vertx.http.server.response.time", "From a request's head to its answer's end")
            .tags(tags)
            .register(registry);
    FunctionCounter.builder("vertx.http.server.requests", timer, Timer::count)
        .description("Requests answered")
        .tags(tags)
        .register(registry);
    return timer;
  }

  private void gauge(String name, String description, LongAdder value) {
    Gauge.builder("vertx.http.server." + name, value, LongAdder::sum)
        .description(description)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("vertx.http.server." + name).description(description).register(registry);
  }
}

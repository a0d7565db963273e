package dev.starling.shared.http;

import dev.starling.shared.tracing.Tracing;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;

/**
 * A request as handlers see it: named, and with an {@link Answer} that has manners. Belongs to the
 * event loop of its connection.
 */
final class Exchange extends HttpServerRequestWrapper {
  private final String id;
  private final Answer answer;
  private final boolean accessLog;
  private final long began = System.nanoTime();

  // Of the list of those whose body is still on its way; the list's own.
  Exchange earlier;
  Exchange later;
  boolean awaited;

  Exchange(HttpServerRequest request, Manners manners, BodyDeadlines bodies, boolean accessLog) {
    super((HttpServerRequestInternal) request);
    String given = request.getHeader(RequestId.HEADER);
    boolean taken = RequestId.isValid(given);
    this.id = taken ? given : RequestId.make();
    this.accessLog = accessLog;
    // For handlers, and for a service behind a proxy.
    if (given == null) {
      request.headers().add(RequestId.HEADER, id);
    } else if (!taken) {
      request.headers().set(RequestId.HEADER, id);
    }
    this.answer = new Answer(this, request.response(), manners, bodies);
  }

  /** The request's name. */
  String id() {
    return id;
  }

  Answer answer() {
    return answer;
  }

  long began() {
    return began;
  }

  @Override
  public HttpServerResponse response() {
    return answer;
  }

  @Override
  public SocketAddress remoteAddress() {
    SocketAddress announced = AnnouncedClient.of(delegate);
    return announced == null ? delegate.remoteAddress() : announced;
  }

  @Override
  public HttpServerRequest routed(String route) {
    if (route != null && context().tracer() != null) {
      Tracing.route(context(), route);
    }
    delegate.routed(route);
    return this;
  }

  @Override
  public Future<ServerWebSocket> toWebSocket() {
    return delegate.toWebSocket().onSuccess(socket -> upgraded(101));
  }

  @Override
  public Future<NetSocket> toNetSocket() {
    return delegate.toNetSocket().onSuccess(socket -> upgraded(answer.getStatusCode()));
  }

  /** Whether a body follows the head. */
  boolean hasBody() {
    if (headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return true;
    }
    String length = headers().get(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? isHttp2() && method() != HttpMethod.GET && method() != HttpMethod.HEAD && !isEnded()
        : !length.equals("0");
  }

  boolean isHttp2() {
    return delegate.response().streamId() >= 0;
  }

  void log(int status, long bytes, String end) {
    if (accessLog) {
      AccessLog.write(this, id, status, bytes, System.nanoTime() - began, end);
    }
  }

  boolean accessLog() {
    return accessLog;
  }

  private void upgraded(int status) {
    Doorman.leave(this);
    AnnouncedClient.handOn(this);
    log(status, 0, "");
  }
}

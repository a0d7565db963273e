package dev.starling.web.http;

import dev.starling.core.observability.tracing.Tracing;
import dev.starling.core.problem.Problem;
import dev.starling.net.internal.EventLoops;
import dev.starling.net.internal.ProxyProtocolAddress;
import dev.starling.net.internal.RequestWrapper;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request as handlers see it: with an id, and with a {@link ServerResponse}. Belongs to the event
 * loop of its connection.
 */
final class ServerRequest extends RequestWrapper {
  private static final Logger log = LoggerFactory.getLogger(ServerRequest.class);

  private final String id;
  private final ServerResponse answer;
  private final boolean accessLog;
  private final long began = System.nanoTime();
  private final String path;
  private final String uri;
  private final boolean hasBody;
  private Handler<Throwable> exceptionHandler;
  private boolean awaitsContinue;
  private boolean brokeOff;

  // Of the list of those whose body is still on its way; the list's own.
  ServerRequest earlier;
  ServerRequest later;
  boolean awaited;

  ServerRequest(
      HttpServerRequest request,
      DefaultHeaders defaultHeaders,
      RequestBodyTimeout bodies,
      boolean accessLog) {
    super(request);
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
    String target = request.path();
    this.path = target == null ? "" : RequestTarget.normalized(target);
    this.uri = path == target ? request.uri() : path + (query() == null ? "" : "?" + query());
    this.hasBody = request.decoderResult().isSuccess() && bodyFollows();
    this.answer = new ServerResponse(this, request.response(), defaultHeaders, bodies);
  }

  /** The request that a router has wrapped; the router's when it comes from another server. */
  static HttpServerRequest of(RoutingContext context) {
    return context.response() instanceof ServerResponse response
        ? response.request()
        : context.request();
  }

  /** The request's name. */
  String id() {
    return id;
  }

  ServerResponse answer() {
    return answer;
  }

  long began() {
    return began;
  }

  /** The path in its normal form (RFC 3986, section 6.2.2): routes need to know no other. */
  @Override
  public String path() {
    return path;
  }

  @Override
  public String uri() {
    return uri;
  }

  /** A semicolon is part of a value, as the URL standard has it. */
  @Override
  public MultiMap params(boolean semicolonIsNormalChar) {
    return wrapped().params(true);
  }

  @Override
  public HttpServerRequest exceptionHandler(Handler<Throwable> handler) {
    exceptionHandler = handler;
    if (!hasBody) {
      wrapped().exceptionHandler(handler);
    }
    return this;
  }

  @Override
  public HttpServerRequest handler(Handler<Buffer> handler) {
    proceed(handler);
    wrapped().handler(handler);
    return this;
  }

  @Override
  public HttpServerRequest endHandler(Handler<Void> handler) {
    proceed(handler);
    wrapped().endHandler(handler);
    return this;
  }

  @Override
  public Future<Buffer> body() {
    proceed(this);
    return wrapped().body();
  }

  @Override
  public Future<Void> end() {
    proceed(this);
    return wrapped().end();
  }

  @Override
  public HttpServerResponse response() {
    return answer;
  }

  /** {@link RequestHead} has checked it. Routers would refuse an empty one, which is allowed. */
  @Override
  public boolean isValidAuthority() {
    return true;
  }

  @Override
  public SocketAddress remoteAddress() {
    SocketAddress announced = ProxyProtocolAddress.of(wrapped());
    return announced == null ? wrapped().remoteAddress() : announced;
  }

  @Override
  public HttpServerRequest routed(String route) {
    if (route != null && EventLoops.tracer(handledOn()) != null) {
      Tracing.route(handledOn(), route);
    }
    wrapped().routed(route);
    return this;
  }

  @Override
  public Future<ServerWebSocket> toWebSocket() {
    return wrapped().toWebSocket().onSuccess(socket -> upgraded(101));
  }

  @Override
  public Future<NetSocket> toNetSocket() {
    return wrapped().toNetSocket().onSuccess(socket -> upgraded(answer.getStatusCode()));
  }

  /** Whether a body follows the head. */
  boolean hasBody() {
    return hasBody;
  }

  /** Whether a longer body is announced than any service takes. */
  boolean isTooLong() {
    return length() > HttpServers.MAX_BODY;
  }

  /** Whether so much of the body may still come that the connection is not worth keeping. */
  boolean leavesBody() {
    return hasBody && !isEnded() && (awaitsContinue || length() < 0 || isTooLong());
  }

  /** Notes that the client sends its body after 100 Continue (RFC 9110, section 10.1.1). */
  void awaitContinue() {
    awaitsContinue = hasBody;
  }

  /** Answers a body that is malformed or breaks off, which is nobody's fault but the client's. */
  void watch() {
    wrapped().exceptionHandler(this::broken);
  }

  private void broken(Throwable cause) {
    // Vert.x takes a request whose stream was reset for one that came to its end.
    brokeOff = true;
    refuseBroken(cause);
    if (exceptionHandler != null) {
      exceptionHandler.handle(cause);
    }
  }

  /** Answers in the handler's place when the body has not come to its end. */
  void refuseBroken(Throwable cause) {
    if (hasBody && (brokeOff || !isEnded()) && !answer.ended() && !answer.closed()) {
      log.debug("{} {}: the body broke off: {}", method(), path, cause.toString());
      answer.overrule(Problem.of(400, "the request's body is malformed or incomplete"));
    }
  }

  /** Sends 100 Continue to a client that waits for it, once the body is read. */
  private void proceed(Object reader) {
    if (awaitsContinue && reader != null && !answer.ended()) {
      awaitsContinue = false;
      wrapped().response().writeContinue();
    }
  }

  private boolean bodyFollows() {
    if (headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return true;
    }
    String length = headers().get(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? isHttp2() && method() != HttpMethod.GET && method() != HttpMethod.HEAD && !isEnded()
        : !length.equals("0");
  }

  /** Bytes of the body as announced; -1 when they are not. */
  private long length() {
    String length = headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return -1;
    }
    try {
      return Long.parseLong(length);
    } catch (NumberFormatException beyondLong) {
      return Long.MAX_VALUE;
    }
  }

  boolean isHttp2() {
    return wrapped().response().streamId() >= 0;
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
    RequestHeadTimeout.leave(this);
    ProxyProtocolAddress.handOn(this);
    log(status, 0, "");
  }
}

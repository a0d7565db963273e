package dev.starling.web.http;

import dev.starling.core.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;

/**
 * Response that gets default headers and gzip before it is sent. A response to HEAD gets the
 * headers of GET. After the response has been replaced, for example by a problem, the further
 * writes of its handler are discarded.
 */
final class ServerResponse extends ResponseWrapper {
  private static final Buffer NOTHING = Buffer.buffer();
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final long UNKNOWN = -1;

  private final ServerRequest request;
  private final DefaultHeaders defaultHeaders;
  private final RequestBodyTimeout bodies;
  private Handler<Void> headersEndHandler;
  private Handler<Void> closeHandler;
  private Gzip gzip;
  private boolean begun;
  private boolean last;
  private boolean finished;
  private boolean overruled;

  ServerResponse(
      ServerRequest request,
      HttpServerResponse delegate,
      DefaultHeaders defaultHeaders,
      RequestBodyTimeout bodies) {
    super(delegate);
    this.request = request;
    this.defaultHeaders = defaultHeaders;
    this.bodies = bodies;
    if (request.accessLog()) {
      delegate.closeHandler(this::closed);
    }
  }

  /**
   * Answers in the handler's place, and closes the connection.
   *
   * @return whether it was not too late for that
   */
  boolean overrule(Problem problem) {
    if (begun || delegate.headWritten()) {
      return false;
    }
    if (!request.isHttp2()) {
      delegate.headers().clear();
      delegate.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    problem.send(this);
    overruled = true;
    return true;
  }

  ServerRequest request() {
    return request;
  }

  @Override
  public Future<Void> end(Buffer chunk) {
    if (overruled) {
      return spoken();
    }
    // First: a stream of HTTP/2 is closed while its end is being written.
    finished = true;
    Buffer body = chunk;
    if (!begun) {
      // GET may write what HEAD leaves out: its length is not known here.
      begin(isHead() && chunk.length() == 0 ? announced() : chunk.length());
    }
    if (gzip != null) {
      boolean empty = isHead() && chunk.length() == 0;
      body = gzip.last(chunk);
      gzip = null;
      if (empty) {
        headers().remove(HttpHeaders.CONTENT_LENGTH);
        body = NOTHING;
      } else if (!isChunked()) {
        headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      }
    }
    if (isHead()) {
      body = tellLength(body);
    }
    if (last) {
      RequestHeadTimeout.lastAnswer(request);
    }
    return finish(body.length() == 0 ? delegate.end() : delegate.end(body));
  }

  @Override
  public Future<Void> end() {
    return end(NOTHING);
  }

  @Override
  public Future<Void> write(Buffer chunk) {
    if (overruled) {
      return spoken();
    }
    if (!begun) {
      begin(announced());
      if (gzip != null) {
        headers().remove(HttpHeaders.CONTENT_LENGTH);
        delegate.setChunked(true);
      }
    }
    if (isHead() || chunk.length() == 0) {
      return Future.succeededFuture();
    }
    return delegate.write(gzip == null ? chunk : gzip.next(chunk));
  }

  @Override
  public Future<Void> writeHead() {
    if (overruled) {
      return spoken();
    }
    beginPlain();
    return delegate.writeHead();
  }

  @Override
  public Future<Void> sendFile(String name, long offset, long length) {
    beginPlain();
    finished = true;
    return finish(delegate.sendFile(name, offset, length));
  }

  @Override
  public Future<Void> sendFile(FileChannel channel, long offset, long length) {
    beginPlain();
    finished = true;
    return finish(delegate.sendFile(channel, offset, length));
  }

  @Override
  public Future<Void> sendFile(RandomAccessFile file, long offset, long length) {
    beginPlain();
    finished = true;
    return finish(delegate.sendFile(file, offset, length));
  }

  @Override
  public Future<Void> reset(long code) {
    bodies.remove(request);
    return delegate.reset(code);
  }

  /** A body that breaks off is answered before the handler gives up for another reason. */
  @Override
  public HttpServerResponse exceptionHandler(Handler<Throwable> handler) {
    delegate.exceptionHandler(
        handler == null
            ? null
            : failure -> {
              request.refuseBroken(failure);
              handler.handle(failure);
            });
    return this;
  }

  @Override
  public HttpServerResponse headersEndHandler(Handler<Void> handler) {
    headersEndHandler = handler;
    return this;
  }

  @Override
  public HttpServerResponse closeHandler(Handler<Void> handler) {
    closeHandler = handler;
    delegate.closeHandler(this::closed);
    return this;
  }

  @Override
  public HttpServerResponse setStatusCode(int status) {
    return overruled ? this : super.setStatusCode(status);
  }

  @Override
  public HttpServerResponse putHeader(String name, String value) {
    return overruled ? this : super.putHeader(name, value);
  }

  @Override
  public HttpServerResponse putHeader(CharSequence name, CharSequence value) {
    return overruled ? this : super.putHeader(name, value);
  }

  @Override
  public HttpServerResponse putHeader(CharSequence name, Iterable<CharSequence> values) {
    return overruled ? this : super.putHeader(name, values);
  }

  @Override
  public HttpServerResponse putHeader(String name, Iterable<String> values) {
    return overruled ? this : super.putHeader(name, values);
  }

  @Override
  public HttpServerResponse setStatusMessage(String message) {
    return overruled ? this : super.setStatusMessage(message);
  }

  @Override
  public HttpServerResponse setChunked(boolean chunked) {
    return overruled ? this : super.setChunked(chunked);
  }

  private long announced() {
    String length = headers().get(HttpHeaders.CONTENT_LENGTH);
    return length == null ? UNKNOWN : Long.parseLong(length);
  }

  private void begin(long length) {
    begun = true;
    if (headersEndHandler != null) {
      headersEndHandler.handle(null);
    }
    MultiMap headers = headers();
    boolean http10 = request.version() == HttpVersion.HTTP_1_0;
    if (!request.isHttp2() && (http10 && length == UNKNOWN || request.leavesBody())) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    last = defaultHeaders.apply(request, headers);
    if (last && http10) {
      // Vert.x promises a client of HTTP/1.0 to keep what it asked to keep.
      delegate.headersEndHandler(v -> headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    }
    int status = getStatusCode();
    if (Gzip.pays(status, headers, length)) {
      Vary.add(headers, HttpHeaders.ACCEPT_ENCODING.toString());
      // A client of HTTP/1.0 cannot see where a compressed body of unknown length ends.
      if (!http10 && Gzip.isAccepted(request.getHeader(HttpHeaders.ACCEPT_ENCODING))) {
        gzip = new Gzip();
        delegate.closeHandler(this::closed);
        headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
        weaken(headers);
      }
    } else if (status == NO_CONTENT) {
      // Vert.x adds a length, which RFC 9110, section 8.6, forbids.
      delegate.headersEndHandler(v -> headers.remove(HttpHeaders.CONTENT_LENGTH));
    }
  }

  /** Begins an answer whose body this never sees. */
  private void beginPlain() {
    if (!begun) {
      begin(0);
    }
  }

  /** The same representation in other bytes is only as good as equal (RFC 9110, section 8.8.3). */
  private static void weaken(MultiMap headers) {
    String tag = headers.get(HttpHeaders.ETAG);
    if (tag != null && tag.startsWith("\"")) {
      headers.set(HttpHeaders.ETAG, "W/" + tag);
    }
  }

  /** The headers that GET would have, without its body. */
  private Buffer tellLength(Buffer body) {
    MultiMap headers = headers();
    boolean known = body.length() > 0 || isEmpty(headers);
    if (known && !delegate.headWritten() && !isChunked()) {
      headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    }
    return NOTHING;
  }

  /** A response without a type has no content; with one, HEAD may have left the content out. */
  private boolean isEmpty(MultiMap headers) {
    return !headers.contains(HttpHeaders.CONTENT_TYPE)
        && getStatusCode() != NO_CONTENT
        && getStatusCode() != NOT_MODIFIED;
  }

  private Future<Void> finish(Future<Void> written) {
    if (!request.isHttp2() || !request.leavesBody()) {
      // Else its stream is reset when the rest does not end in time.
      bodies.remove(request);
    }
    request.log(getStatusCode(), delegate.bytesWritten(), "");
    if (last) {
      RequestHeadTimeout.lastAnswer(request);
      written.onComplete(done -> request.connection().close());
    }
    return written;
  }

  private void closed(Void v) {
    bodies.remove(request);
    if (gzip != null) {
      gzip.release();
      gzip = null;
    }
    if (!finished) {
      finished = true;
      request.log(getStatusCode(), delegate.bytesWritten(), "cut off");
    }
    if (closeHandler != null) {
      closeHandler.handle(v);
    }
  }

  private boolean isHead() {
    return request.method() == HttpMethod.HEAD;
  }

  private static Future<Void> spoken() {
    return Future.failedFuture("the request was answered in the meantime");
  }
}

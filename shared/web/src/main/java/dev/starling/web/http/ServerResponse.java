package dev.starling.web.http;

import dev.starling.core.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;

/**
 * Response that gets default headers and gzip before it is sent. A response to HEAD gets the
 * headers of GET. After the response has been replaced, for example by a problem, the further
 * writes of its handler are discarded.
 *
 * <p>It stands in front of Vert.x's response because the hooks that Vert.x has are taken or do not
 * do: a router keeps the one handler before the head for itself, the server's compression mixes up
 * the responses of one HTTP/2 connection (see {@link Gzip}), and a response to HEAD goes through
 * neither.
 */
final class ServerResponse extends ResponseWrapper {
  private static final Buffer NOTHING = Buffer.buffer();

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
      begin(isHead() && chunk.length() == 0 ? ResponseHead.length(delegate) : chunk.length());
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
      ResponseHead.setLength(delegate, body.length());
      body = NOTHING;
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
      begin(ResponseHead.length(delegate));
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

  private void begin(long length) {
    begun = true;
    if (headersEndHandler != null) {
      headersEndHandler.handle(null);
    }
    last = ResponseHead.complete(request, delegate, defaultHeaders, length);
    if (ResponseHead.isCompressed(request, delegate, length)) {
      gzip = new Gzip();
      delegate.closeHandler(this::closed);
    }
  }

  /** Begins an answer whose body this never sees. */
  private void beginPlain() {
    if (!begun) {
      begin(0);
    }
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

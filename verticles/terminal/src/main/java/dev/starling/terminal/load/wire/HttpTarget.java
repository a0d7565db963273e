package dev.starling.terminal.load.wire;

import dev.starling.terminal.load.plan.LoadPlan;
import dev.starling.terminal.load.plan.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;

/**
 * HTTP/1.1 over connections that are kept, one request at a time on each: no pool in between, no
 * pipelining, redirects are answers.
 */
final class HttpTarget implements TargetClient {
  private final HttpClientAgent client;
  private final HttpConnectOptions endpoint;
  private final RequestOptions request;
  private final Buffer body;
  private final long maxAnswer;

  HttpTarget(Vertx vertx, LoadPlan plan, SocketAddress address) {
    Target target = plan.target();
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) plan.timeout().toMillis())
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setTrustAll(plan.insecure())
                .setVerifyHost(!plan.insecure()));
    endpoint =
        new HttpConnectOptions()
            .setServer(address)
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(target.tls());
    request =
        new RequestOptions()
            .setMethod(plan.question().method())
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(target.tls())
            .setURI(target.path());
    plan.question().headers().forEach(header -> add(header.getKey(), header.getValue()));
    body = plan.question().body();
    maxAnswer = plan.maxAnswer();
  }

  private void add(String name, String value) {
    if (request.getHeaders() != null && request.getHeaders().contains(name)) {
      request.getHeaders().add(name, value);
    } else {
      request.putHeader(name, value);
    }
  }

  @Override
  public Future<Line> connect(int caller, Events events) {
    return client.connect(endpoint).map(connection -> new Connection(connection, events));
  }

  private final class Connection implements Line {
    private final HttpClientConnection connection;
    private final Events events;
    private HttpClientResponse response;
    private long received;

    Connection(HttpClientConnection connection, Events events) {
      this.connection = connection;
      this.events = events;
      connection.exceptionHandler(this::lost);
      connection.closeHandler(closed -> events.lost(Failure.closed()));
    }

    @Override
    public void ask() {
      received = 0;
      connection.request(request).onComplete(this::send, this::lost);
    }

    private void send(HttpClientRequest ready) {
      (body.length() == 0 ? ready.send() : ready.send(body)).onComplete(this::read, this::lost);
    }

    private void read(HttpClientResponse begun) {
      response = begun;
      begun.exceptionHandler(this::lost);
      begun.handler(this::count);
      begun.endHandler(this::end);
    }

    private void count(Buffer part) {
      received += part.length();
      events.received(part.length());
      if (received > maxAnswer) {
        events.lost(
            new Failure(Failure.Kind.TOO_LONG, "more than --max-answer, " + maxAnswer + " bytes"));
        close();
      }
    }

    private void end(Void nothing) {
      events.answered(response.statusCode(), isLast(response));
    }

    private void lost(Throwable failure) {
      events.lost(Failure.of(failure));
      close();
    }

    /** RFC 9112, section 9.3. */
    private static boolean isLast(HttpClientResponse response) {
      String option = response.getHeader(HttpHeaders.CONNECTION);
      return response.version() == HttpVersion.HTTP_1_0
          ? !HttpHeaders.KEEP_ALIVE.toString().equalsIgnoreCase(option)
          : HttpHeaders.CLOSE.toString().equalsIgnoreCase(option);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}

package dev.starling.probe;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Something to probe, which does as the path says. */
final class TargetServer implements AutoCloseable {
  private static final int SLOW_MILLIS = 20;
  private static final int SLOWER_MILLIS = 100;
  private static final int PATIENCE_SECONDS = 60;
  private static final Buffer PART = Buffer.buffer(new byte[65_536]);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<String> hosts = new ConcurrentLinkedQueue<>();
  private final Semaphore hanging = new Semaphore(0);
  private final Semaphore abandoned = new Semaphore(0);
  private final int port;
  private int waiting;
  private volatile int most;

  TargetServer() throws Exception {
    this("127.0.0.1", 0);
  }

  TargetServer(String host, int port) throws Exception {
    this.port =
        vertx
            .createHttpServer()
            .connectionHandler(connection -> connections.incrementAndGet())
            .requestHandler(this::answer)
            .listen(port, host)
            .await(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .actualPort();
  }

  int port() {
    return port;
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Connections that were ever made. */
  int connections() {
    return connections.get();
  }

  /** What requests had as {@code Host}. */
  Queue<String> hosts() {
    return hosts;
  }

  /** Returns once so many more requests wait for an answer that will not come. */
  void awaitHanging(int count) throws InterruptedException {
    await(hanging, count);
  }

  /** Returns once so many more of those have been given up by their client. */
  void awaitAbandoned(int count) throws InterruptedException {
    await(abandoned, count);
  }

  private static void await(Semaphore semaphore, int count) throws InterruptedException {
    if (!semaphore.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("only " + semaphore.availablePermits() + " of " + count);
    }
  }

  /** The most requests for {@code /slower} that waited at the same time. */
  int mostAtOnce() {
    return most;
  }

  /** On one event loop, like all of this server. */
  private void answerSlowly(HttpServerResponse response) {
    most = Math.max(most, ++waiting);
    vertx.setTimer(
        SLOWER_MILLIS,
        timer -> {
          waiting--;
          response.end("12345");
        });
  }

  private void answer(HttpServerRequest request) {
    hosts.add(request.authority().toString());
    HttpServerResponse response = request.response();
    switch (request.path()) {
      case "/ok" -> response.end("12345");
      case "/slow" -> vertx.setTimer(SLOW_MILLIS, timer -> response.end("12345"));
      case "/slower" -> answerSlowly(response);
      case "/missing" -> response.setStatusCode(404).end("missing");
      case "/to" -> redirect(response, request.getParam("location"));
      case "/round" -> redirect(response, "/round");
      case "/endless" -> endless(response.setChunked(true));
      case "/cut" ->
          response.putHeader("Content-Length", "99").write("x").onSuccess(v -> cut(request));
      case "/hang" -> {
        response.closeHandler(closed -> abandoned.release());
        hanging.release();
      }
      default -> response.setStatusCode(500).end();
    }
  }

  private static void redirect(HttpServerResponse response, String location) {
    response.setStatusCode(302).putHeader("Location", location).end();
  }

  private static void cut(HttpServerRequest request) {
    request.connection().close();
  }

  private static void endless(HttpServerResponse response) {
    while (!response.closed() && !response.writeQueueFull()) {
      response.write(PART);
    }
    response.drainHandler(drained -> endless(response));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

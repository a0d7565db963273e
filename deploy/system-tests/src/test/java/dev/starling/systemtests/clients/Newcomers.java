package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Someone new at the counter every 50 ms, who looks at the first number and goes. They do not try
 * twice: whoever is not served at once counts as turned away.
 */
public final class Newcomers implements AutoCloseable {
  private static final long BETWEEN = 50;
  private static final long PATIENCE = 5_000;

  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient sockets =
      vertx.createWebSocketClient(
          new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE));
  private final Events events = new Events();
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger gone = new AtomicInteger();
  private final List<String> turnedAway = new CopyOnWriteArrayList<>();
  private final WebSocketConnectOptions target;
  private final long timer;

  /** They begin to arrive at once. */
  public Newcomers(Address address) {
    target =
        new WebSocketConnectOptions()
            .setHost(address.host())
            .setPort(address.port())
            .setURI("/counter")
            .setTimeout(PATIENCE);
    timer = vertx.setPeriodic(BETWEEN, now -> arrive());
  }

  private void arrive() {
    int number = arrived.incrementAndGet();
    ClientWebSocket socket = sockets.webSocket();
    Visit visit = new Visit(number, socket);
    socket.textMessageHandler(visit::served);
    socket
        .connect(target)
        .onComplete(
            opened -> opened.closeHandler(closed -> visit.over()),
            failure -> visit.failed(failure));
  }

  /** No more arrive; returns how many were served, after the last has gone. */
  public int stop() {
    vertx.cancelTimer(timer);
    events.await(
        Duration.ofMillis(2 * PATIENCE),
        () -> gone.get() == arrived.get(),
        () -> (arrived.get() - gone.get()) + " newcomers are still there");
    return arrived.get() - turnedAway.size();
  }

  /** Who was turned away, and how. */
  public List<String> turnedAway() {
    return turnedAway;
  }

  @Override
  public void close() {
    Future<Void> closed = sockets.close().eventually(vertx::close);
    closed.toCompletionStage().toCompletableFuture().join();
  }

  private final class Visit {
    private final int number;
    private final ClientWebSocket socket;
    private boolean served;

    Visit(int number, ClientWebSocket socket) {
      this.number = number;
      this.socket = socket;
    }

    void served(String count) {
      served = true;
      socket.close();
    }

    void over() {
      if (!served) {
        turnedAway.add("newcomer " + number + " saw no number: " + socket.closeStatusCode());
      }
      gone();
    }

    void failed(Throwable failure) {
      turnedAway.add("newcomer " + number + ": " + failure);
      gone();
    }

    private void gone() {
      gone.incrementAndGet();
      events.happened();
    }
  }
}

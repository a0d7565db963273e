package dev.starling.systemtests.clients;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import dev.starling.systemtests.history.Recorder;
import dev.starling.systemtests.running.Address;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Someone new at the counter every 50 ms, who looks at the first number and goes. They do not try
 * twice: whoever is not served at once is turned away.
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
  private final History history;
  private final WebSocketConnectOptions target;
  private final long timer;

  /**
   * They begin to arrive at once.
   *
   * @param history of what they do and see
   */
  public Newcomers(History history, Address address) {
    this.history = history;
    target =
        new WebSocketConnectOptions()
            .setHost(address.host())
            .setPort(address.port())
            .setURI("/counter")
            .setTimeout(PATIENCE);
    timer = vertx.setPeriodic(BETWEEN, now -> arrive());
  }

  private void arrive() {
    Recorder recorder = history.of("newcomer-" + arrived.incrementAndGet());
    recorder.saw(new Fact.Connecting(target.getHost() + ":" + target.getPort()));
    ClientWebSocket socket = sockets.webSocket();
    Visit visit = new Visit(recorder, socket);
    socket.textMessageHandler(visit::served);
    socket
        .connect(target)
        .onComplete(
            opened -> opened.closeHandler(closed -> visit.over()),
            failure -> visit.failed(failure));
  }

  /** No more arrive; returns after the last has gone. */
  public void stop() {
    vertx.cancelTimer(timer);
    events.await(
        Duration.ofMillis(2 * PATIENCE),
        () -> gone.get() == arrived.get(),
        () -> (arrived.get() - gone.get()) + " newcomers are still there");
  }

  @Override
  public void close() {
    Future<Void> closed = sockets.close().eventually(vertx::close);
    closed.toCompletionStage().toCompletableFuture().join();
  }

  private final class Visit {
    private final Recorder recorder;
    private final ClientWebSocket socket;
    private boolean served;

    Visit(Recorder recorder, ClientWebSocket socket) {
      this.recorder = recorder;
      this.socket = socket;
    }

    void served(String count) {
      if (!served) {
        served = true;
        recorder.saw(new Fact.Shown(Integer.parseInt(count)));
        recorder.saw(new Fact.Leaving());
        socket.close();
      }
    }

    void over() {
      recorder.saw(new Fact.Lost(0));
      gone();
    }

    void failed(Throwable failure) {
      recorder.saw(new Fact.Failed(failure.toString()));
      gone();
    }

    private void gone() {
      gone.incrementAndGet();
      events.happened();
    }
  }
}

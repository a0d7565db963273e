package dev.starling.systemtests.clients;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.starling.systemtests.history.History;
import dev.starling.systemtests.history.Recorder;
import dev.starling.systemtests.history.StallDetector;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Machine;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many counter clients on one event loop, which all are to show the same number. */
public final class CounterFleet implements AutoCloseable {
  private static final Duration SETTLING = Machine.allow(Duration.ofSeconds(10));
  private static final long BETWEEN_CHANGES = 10;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Events events = new Events();
  private final List<CounterClient> clients = new CopyOnWriteArrayList<>();
  private final Random random;
  private final History history;

  /** Kept in a field: a collected WebSocketClient closes its connections. */
  private final WebSocketClient sockets;

  /**
   * A fleet without clients.
   *
   * @param history of what they do and see
   * @param seed of all that is random about it
   */
  public CounterFleet(History history, long seed) {
    this.history = history;
    random = new Random(seed);
    sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE));
    onEventLoop(() -> StallDetector.watch(vertx, history));
  }

  /** Adds clients of an address and tells them to connect. */
  public void connect(int number, Address address) {
    List<CounterClient> added =
        IntStream.range(0, number)
            .mapToObj(i -> client(address, history.of("viewer-" + (clients.size() + i))))
            .toList();
    clients.addAll(added);
    onEventLoop(() -> added.forEach(CounterClient::open));
  }

  private CounterClient client(Address address, Recorder recorder) {
    return new CounterClient(vertx, sockets, address, random, events, recorder);
  }

  /** From now on, nobody at this address who loses the connection comes back. */
  public void stayAwayWhenLost(Address address) {
    onEventLoop(
        () ->
            clients.stream()
                .filter(client -> client.address().equals(address))
                .forEach(CounterClient::stayAwayWhenLost));
  }

  /**
   * Connects or disconnects a random client every 10 ms, for a time, other than those who are to
   * stay away. Returns at its end, when everyone is as last told.
   */
  public void churn(Duration duration) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    // Both timers on one event loop: after the second has fired, no change is still under way.
    onEventLoop(
        () -> {
          long changes = vertx.setPeriodic(BETWEEN_CHANGES, now -> change());
          vertx.setTimer(
              duration.toMillis(),
              now -> {
                vertx.cancelTimer(changes);
                over.complete(null);
              });
        });
    over.join();
    awaitSettled();
  }

  /** Lets everything stand still: nobody comes or goes meanwhile. */
  public void standStill(Duration duration) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    vertx.setTimer(duration.toMillis(), now -> over.complete(null));
    over.join();
  }

  private void change() {
    CounterClient client = clients.get(random.nextInt(clients.size()));
    if (!client.isLoyal()) {
      return;
    }
    if (client.isWanted()) {
      client.close();
    } else {
      client.open();
    }
  }

  /** How many are to be connected, so the number that is to be shown when they have settled. */
  public int wanted() {
    return (int) clients.stream().filter(CounterClient::isWanted).count();
  }

  /** Returns when everyone is as last told: connected and served, or away. */
  public void awaitSettled() {
    events.await(SETTLING, () -> clients.stream().allMatch(CounterClient::isSettled), this::state);
  }

  /** How many connections were lost so far, other than by who wanted to be away. */
  public int losses() {
    return clients.stream().mapToInt(CounterClient::losses).sum();
  }

  /** The codes with which connections were closed so far. */
  public Set<Integer> closeCodes() {
    return clients.stream()
        .flatMap(client -> client.closeCodes().stream())
        .collect(Collectors.toSet());
  }

  private String state() {
    long unsettled = clients.stream().filter(client -> !client.isSettled()).count();
    return wanted()
        + " to be connected, "
        + unsettled
        + " unsettled, shown (number=clients) "
        + clients.stream()
            .filter(client -> client.shown() != null)
            .collect(groupingBy(CounterClient::shown, TreeMap::new, counting()));
  }

  private void onEventLoop(Runnable action) {
    EventLoop.run(context, action);
  }

  @Override
  public void close() {
    onEventLoop(() -> clients.forEach(CounterClient::close));
    Future<Void> closed = sockets.close().eventually(vertx::close);
    closed.toCompletionStage().toCompletableFuture().join();
  }
}

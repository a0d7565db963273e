package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Machine;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Many echo clients, each of which types a line every 100 ms all the time. */
public final class EchoFleet implements AutoCloseable {
  private static final Duration PATIENCE = Machine.allow(Duration.ofSeconds(5));
  private static final long BETWEEN_LINES = 100;
  private static final long BETWEEN_NEWCOMERS = 500;
  private static final int LONGEST_LINE = 2_000;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final NetClient sockets = vertx.createNetClient(new NetClientOptions());
  private final Events events = new Events();
  private final List<EchoClient> clients = new CopyOnWriteArrayList<>();
  private final Random random;
  private final long typing;
  private int lines;

  /**
   * A fleet without clients.
   *
   * @param seed of all that is random about it
   */
  public EchoFleet(long seed) {
    random = new Random(seed);
    typing = vertx.setPeriodic(BETWEEN_LINES, now -> context.runOnContext(v -> type()));
  }

  /** Connects clients and waits until all of them are welcome. */
  public List<EchoClient> connect(int number, Address address) {
    List<EchoClient> added =
        IntStream.range(0, number).mapToObj(i -> new EchoClient(events)).toList();
    clients.addAll(added);
    onEventLoop(() -> added.forEach(client -> client.open(sockets, address)));
    await(added, client -> client.welcome() != null, PATIENCE, "is welcomed");
    return added;
  }

  /** Disconnects a client. */
  public void disconnect(EchoClient client) {
    onEventLoop(client::close);
    await(List.of(client), EchoClient::isClosed, PATIENCE, "is closed");
  }

  /** Returns when something holds for each of these clients. */
  public void await(
      Collection<EchoClient> which, Predicate<EchoClient> holds, Duration atMost, String what) {
    events.await(
        atMost,
        () -> which.stream().allMatch(holds),
        () -> {
          List<EchoClient> others = which.stream().filter(holds.negate()).toList();
          return "each " + what + "; not so " + others.size() + ", as " + describe(others.get(0));
        });
  }

  private static String describe(EchoClient client) {
    return "welcomed by "
        + client.welcome()
        + ", read connected "
        + client.connected()
        + " times, disconnected "
        + client.disconnected()
        + ", unanswered lines "
        + client.unanswered()
        + ", closed "
        + client.isClosed()
        + ", faults "
        + client.faults();
  }

  /**
   * Returns when a newcomer is welcomed with this number. One comes every 500 ms and, if it was
   * told another number, goes.
   */
  public void awaitWelcome(int online, Address address, Duration atMost) {
    List<EchoClient> newcomers = new CopyOnWriteArrayList<>();
    Runnable next =
        () -> {
          newcomers.forEach(EchoClient::close);
          EchoClient newcomer = new EchoClient(events);
          newcomers.add(newcomer);
          newcomer.open(sockets, address);
        };
    long timer =
        vertx.setPeriodic(0, BETWEEN_NEWCOMERS, now -> context.runOnContext(v -> next.run()));
    try {
      events.await(
          atMost,
          () ->
              newcomers.stream().map(EchoClient::welcome).anyMatch(Integer.valueOf(online)::equals),
          () ->
              "a newcomer is told "
                  + online
                  + "; not "
                  + newcomers.stream().map(EchoClient::welcome).toList());
    } finally {
      vertx.cancelTimer(timer);
      onEventLoop(() -> newcomers.forEach(EchoClient::close));
    }
  }

  /** Lets everything stand still: nobody comes or goes meanwhile. */
  public void standStill(Duration duration) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    vertx.setTimer(duration.toMillis(), now -> over.complete(null));
    over.join();
  }

  /** Nobody types any more; everyone who is still connected has got every line back, whole. */
  public void awaitAllAnswered() {
    onEventLoop(() -> vertx.cancelTimer(typing));
    List<EchoClient> there = clients.stream().filter(client -> !client.isClosed()).toList();
    await(there, client -> client.unanswered() == 0, PATIENCE, "has got every line back");
  }

  /** What anyone read that it should not have read. */
  public List<String> faults() {
    return clients.stream().flatMap(client -> client.faults().stream()).toList();
  }

  private void type() {
    for (EchoClient client : clients) {
      client.type("line " + lines++ + " " + "x".repeat(random.nextInt(LONGEST_LINE)));
    }
  }

  private void onEventLoop(Runnable action) {
    EventLoop.run(context, action);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}

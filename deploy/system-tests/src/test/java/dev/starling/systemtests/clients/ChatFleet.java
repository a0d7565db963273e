package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Many users of a chat on one event loop, who talk all the time or stand still. */
public final class ChatFleet implements AutoCloseable {
  private static final long TICK = 10;
  private static final long BETWEEN_TRIES = 500;
  private static final String MARK = "mark ";

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Events events = new Events();
  private final List<ChatUser> users = new CopyOnWriteArrayList<>();
  private final Random random;
  private final NetClient terminals = vertx.createNetClient(new NetClientOptions());

  /** Kept in a field: a collected WebSocketClient closes its connections. */
  private final WebSocketClient browsers =
      vertx.createWebSocketClient(
          new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE));

  // Belong to the event loop.
  private long betweenMessages;
  private long talkingSince;
  private long said;

  /**
   * A fleet without users.
   *
   * @param seed of all that is random about it
   */
  public ChatFleet(long seed) {
    random = new Random(seed);
    onEventLoop(
        () -> {
          vertx.setPeriodic(TICK, now -> talk());
          vertx.setPeriodic(BETWEEN_TRIES, now -> users.forEach(ChatUser::tryAgain));
        });
  }

  /** Adds users with browsers and waits until they are welcome. */
  public List<ChatClient> browsers(String name, int number, Address... addresses) {
    List<ChatClient> added =
        IntStream.range(0, number)
            .mapToObj(
                i -> new ChatClient(vertx, browsers, List.of(addresses), name + i, random, events))
            .toList();
    join(added);
    return added;
  }

  /** Adds users with terminals and waits until they are welcome. */
  public List<ChatTerminal> terminals(String name, int number, Address... addresses) {
    List<ChatTerminal> added =
        IntStream.range(0, number)
            .mapToObj(
                i ->
                    new ChatTerminal(
                        vertx, terminals, List.of(addresses), name + i, random, events))
            .toList();
    join(added);
    return added;
  }

  private void join(List<? extends ChatUser> added) {
    users.addAll(added);
    onEventLoop(() -> added.forEach(ChatUser::open));
    awaitHere(added, Duration.ofSeconds(10));
  }

  /** All of them. */
  public List<ChatUser> users() {
    return users;
  }

  /** From now on everyone says so many things each second. */
  public void talk(int perSecond) {
    onEventLoop(
        () -> {
          betweenMessages = Duration.ofSeconds(1).toNanos() / perSecond;
          talkingSince = System.nanoTime();
          said = 0;
        });
  }

  /** Nobody says anything any more. */
  public void hush() {
    onEventLoop(() -> betweenMessages = 0);
  }

  private void talk() {
    if (betweenMessages == 0) {
      return;
    }
    int size = users.size();
    long due = (System.nanoTime() - talkingSince) * size / betweenMessages;
    for (; said < due; said++) {
      users.get((int) (said % size)).say("message " + talkingSince + "/" + said);
    }
  }

  /** Has one user say something. */
  public void say(ChatUser user, String text) {
    onEventLoop(() -> user.say(text));
  }

  /** These do not come back when they lose their connection. */
  public void stayAwayWhenLost(Collection<? extends ChatUser> some) {
    onEventLoop(() -> some.forEach(ChatUser::stayAwayWhenLost));
  }

  /** These leave, and are none of the fleet any more. */
  public void dismiss(Collection<? extends ChatUser> some) {
    onEventLoop(() -> some.forEach(ChatUser::close));
    users.removeAll(some);
  }

  /** Returns when all of these are welcome. */
  public void awaitHere(Collection<? extends ChatUser> some, Duration atMost) {
    await(some, ChatUser::isHere, atMost, "is here");
  }

  /** Returns when none of these has anything that is not acknowledged. */
  public void awaitAcknowledged(Collection<? extends ChatUser> some, Duration atMost) {
    await(some, user -> user.unacknowledged() == 0, atMost, "has everything acknowledged");
  }

  /** Lets somebody say something, and returns when all of these have read it. */
  public void awaitEcho(ChatUser by, Collection<? extends ChatUser> readers, Duration atMost) {
    String mark = MARK + System.nanoTime();
    say(by, mark);
    await(readers, user -> user.hasRead(mark), atMost, "has read " + mark + " of " + by.username());
  }

  static boolean isMark(String text) {
    return text.startsWith(MARK);
  }

  /** Returns when something holds for each of these users. */
  public <U extends ChatUser> void await(
      Collection<U> some, Predicate<U> condition, Duration atMost, String what) {
    events.await(
        atMost,
        () -> some.stream().allMatch(condition),
        () ->
            "each "
                + what
                + "; not so: "
                + some.stream().filter(condition.negate()).limit(5).map(ChatUser::state).toList());
  }

  /** What is wrong with a transcript, and with what the users have read of it. */
  public List<String> faults(ChatTranscript all) {
    List<String> faults = new ArrayList<>(all.faults());
    users.forEach(user -> faults.addAll(user.faults(all)));
    return faults.subList(0, Math.min(20, faults.size()));
  }

  /** What users have not read that was said between what they have read, in whatever epoch. */
  public List<String> omissions(ChatTranscript all) {
    return users.stream()
        .flatMap(user -> all.fault(user.lines()).map(fault -> user.state() + ": " + fault).stream())
        .limit(20)
        .toList();
  }

  /** Lets everything go on for a time. */
  public void goOn(Duration duration) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    vertx.setTimer(duration.toMillis(), now -> over.complete(null));
    over.join();
  }

  private void onEventLoop(Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(
        v -> {
          try {
            action.run();
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    done.join();
  }

  @Override
  public void close() {
    onEventLoop(() -> users.forEach(ChatUser::close));
    Future<Void> closed = browsers.close().eventually(vertx::close);
    closed.toCompletionStage().toCompletableFuture().join();
  }
}

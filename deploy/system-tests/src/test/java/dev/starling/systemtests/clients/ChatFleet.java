package dev.starling.systemtests.clients;

import dev.starling.systemtests.history.History;
import dev.starling.systemtests.history.Recorder;
import dev.starling.systemtests.history.StallDetector;
import dev.starling.systemtests.running.Address;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final List<ChatUser> talkers = new CopyOnWriteArrayList<>();

  /** Keeps what it holds: a collected WebSocketClient closes its connections. */
  private final Surroundings around;

  // Belong to the event loop.
  private long betweenMessages;
  private long talkingSince;
  private long said;
  private String padding = "";

  /** What all users of a fleet have in common. */
  record Surroundings(
      Vertx vertx,
      WebSocketClient browsers,
      NetClient terminals,
      Random random,
      Events events,
      History history) {}

  /**
   * A fleet without users.
   *
   * @param history of what they do and see
   * @param seed of all that is random about it
   */
  public ChatFleet(History history, long seed) {
    around =
        new Surroundings(
            vertx,
            vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE)),
            vertx.createNetClient(new NetClientOptions()),
            new Random(seed),
            events,
            history);
    onEventLoop(
        () -> {
          StallDetector.watch(vertx, history);
          vertx.setPeriodic(TICK, now -> talk());
          vertx.setPeriodic(BETWEEN_TRIES, now -> users.forEach(ChatUser::tryAgain));
        });
  }

  /** Adds users with browsers and waits until they are welcome. */
  public List<ChatClient> browsers(String name, int number, Address... addresses) {
    List<ChatClient> added =
        IntStream.range(0, number)
            .mapToObj(i -> new ChatClient(around, List.of(addresses), name + i))
            .toList();
    join(added);
    return added;
  }

  /** Adds users with terminals and waits until they are welcome. */
  public List<ChatTerminal> terminals(String name, int number, Address... addresses) {
    List<ChatTerminal> added =
        IntStream.range(0, number)
            .mapToObj(i -> new ChatTerminal(around, List.of(addresses), name + i))
            .toList();
    join(added);
    return added;
  }

  /** Adds one who has the same name as another one elsewhere, and does not come back when lost. */
  public ChatClient namesake(String name, Address address) {
    Recorder recorder = around.history().of(name + " at " + address);
    ChatClient added = new ChatClient(around, List.of(address), name, recorder);
    enter(List.of(added));
    stayAwayWhenLost(List.of(added));
    return added;
  }

  /** Adds one who says nothing unless asked to. */
  public ChatClient listener(String name, Address address) {
    ChatClient added = new ChatClient(around, List.of(address), name);
    enter(List.of(added));
    return added;
  }

  private void join(List<? extends ChatUser> added) {
    enter(added);
    talkers.addAll(added);
  }

  private void enter(List<? extends ChatUser> added) {
    users.addAll(added);
    onEventLoop(() -> added.forEach(ChatUser::open));
    awaitHere(added, Duration.ofSeconds(30));
  }

  /** From now on every talker says so many things each second. */
  public void talk(int perSecond) {
    talk(perSecond, 0);
  }

  /** The same with things that are longer by so many characters. */
  public void talk(int perSecond, int longer) {
    onEventLoop(
        () -> {
          betweenMessages = Duration.ofSeconds(1).toNanos() / perSecond;
          talkingSince = System.nanoTime();
          said = 0;
          padding = longer == 0 ? "" : " " + "x".repeat(longer);
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
    int size = talkers.size();
    long due = (System.nanoTime() - talkingSince) * size / betweenMessages;
    for (; said < due; said++) {
      talkers.get((int) (said % size)).say("message " + talkingSince + "/" + said + padding);
    }
  }

  /** Has one user say something. */
  public void say(ChatUser user, String text) {
    onEventLoop(() -> user.say(text));
  }

  /** This one reads nothing any more, and does not come back when it is closed for it. */
  public void stopReading(ChatClient user) {
    onEventLoop(
        () -> {
          user.stayAwayWhenLost();
          user.stopReading();
        });
  }

  /** This one reads again, and finds that it was closed. */
  public void awaitClosed(ChatClient user, Duration atMost) {
    onEventLoop(user::readAgain);
    await(List.of(user), one -> !one.isHere(), atMost, "is closed");
  }

  /** These do not come back when they lose their connection. */
  public void stayAwayWhenLost(Collection<? extends ChatUser> some) {
    onEventLoop(() -> some.forEach(ChatUser::stayAwayWhenLost));
  }

  /** This one closes its connection and is away until it is called back. */
  public void sendAway(ChatClient user) {
    onEventLoop(user::goAway);
  }

  /** This one goes on where it was, however far behind that is. */
  public void callBack(ChatClient user) {
    onEventLoop(user::comeBack);
  }

  /** This one reads nothing any more, for a time. */
  public void neglect(ChatClient user) {
    onEventLoop(user::stopReading);
  }

  /** This one reads again, or finds that its connection is gone and comes back. */
  public void attend(ChatClient user) {
    onEventLoop(user::readAgain);
  }

  /** These leave, and are none of the fleet any more. */
  public void dismiss(Collection<? extends ChatUser> some) {
    onEventLoop(() -> some.forEach(ChatUser::close));
    users.removeAll(some);
    talkers.removeAll(some);
  }

  /** Returns when all of these are welcome. */
  public void awaitHere(Collection<? extends ChatUser> some, Duration atMost) {
    await(some, ChatUser::isHere, atMost, "is here");
  }

  /** Returns when none of these has anything that is not acknowledged. */
  public void awaitAcknowledged(Collection<? extends ChatUser> some, Duration atMost) {
    await(some, user -> user.unacknowledged() == 0, atMost, "has everything acknowledged");
  }

  /** Returns when each of these, who talk, has had something acknowledged since now. */
  public void awaitServed(Collection<ChatClient> some, Duration atMost) {
    Map<ChatClient, Integer> before = new HashMap<>();
    some.forEach(one -> before.put(one, one.acknowledged()));
    await(some, one -> one.acknowledged() > before.get(one), atMost, "is served");
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

  /** Lets everything go on for a time; for none when there is none left. */
  public void goOn(Duration duration) {
    if (duration.toMillis() < 1) {
      return;
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    vertx.setTimer(duration.toMillis(), now -> over.complete(null));
    over.join();
  }

  private void onEventLoop(Runnable action) {
    EventLoop.run(context, action);
  }

  @Override
  public void close() {
    onEventLoop(() -> users.forEach(ChatUser::close));
    Future<Void> closed = around.browsers().close().eventually(vertx::close);
    closed.toCompletionStage().toCompletableFuture().join();
  }
}

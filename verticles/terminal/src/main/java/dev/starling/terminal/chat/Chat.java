package dev.starling.terminal.chat;

import dev.starling.terminal.screen.Line;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The chat, for a thread that reads lines and may block: the conversation and all it runs on. */
final class Chat implements Conversation.Listener, AutoCloseable {
  /** How an attempt to take part began. */
  enum Start {
    ADMITTED,
    REFUSED,
    UNREACHABLE
  }

  /**
   * How it began, and why not.
   *
   * @param reason empty when admitted
   */
  record Beginning(Start start, String reason) {}

  /** Lines that may wait at a time. */
  static final int CAPACITY = 100;

  /** The deadlines of the steps, and some more. */
  private static final Duration START_TIMEOUT =
      SocketLink.CONNECT_TIMEOUT.multipliedBy(2).plus(Conversation.WELCOME_TIMEOUT);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Semaphore room = new Semaphore(CAPACITY);
  private final AtomicBoolean complete = new AtomicBoolean(true);
  private final CompletableFuture<Beginning> beginning = new CompletableFuture<>();
  private final Loop loop;
  private final SocketLink link;
  private final EventPrinter printer;
  private final Conversation conversation;

  Chat(Endpoint server, String username, Set<String> passing, Consumer<Line> screen) {
    loop = new Loop(failure -> screen.accept(Line.problem("internal error: " + failure)));
    link = new SocketLink(server, loop);
    printer = new EventPrinter(server, screen);
    // The random numbers of a thread belong to it; they are drawn on the loop's.
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    conversation = new Conversation(username, passing, link, loop, random, printer, this);
    link.serve(conversation);
  }

  /** Connects; blocks until it is clear whether that worked. */
  Beginning start() throws InterruptedException {
    loop.execute(conversation::start);
    try {
      return beginning.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException failure) {
      return new Beginning(Start.UNREACHABLE, "no answer");
    }
  }

  /** Takes a line to send; false when too many were waiting for all of {@code patience}. */
  boolean say(String text, Duration patience) throws InterruptedException {
    if (!room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    loop.execute(() -> conversation.say(text));
    return true;
  }

  /** Tells the user of a line that found no room. */
  void refuse(String text) {
    printer.notSent(text, CAPACITY + " lines are waiting already");
    notSent();
  }

  /** Blocks until all lines are done with; false when none was for all of {@code patience}. */
  boolean drain(Duration patience) throws InterruptedException {
    for (int free = 0; free < CAPACITY; free++) {
      if (!room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  /** How many lines are not done with. */
  int waiting() {
    return CAPACITY - room.availablePermits();
  }

  /** Whether no line was given up. */
  boolean isComplete() {
    return complete.get();
  }

  /** Leaves in order, if the server takes notice within a moment. */
  @Override
  public void close() {
    CompletableFuture<Void> left = new CompletableFuture<>();
    loop.execute(
        () -> {
          conversation.leave();
          link.closed().whenComplete((done, failure) -> left.complete(null));
        });
    left.completeOnTimeout(null, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
    loop.close();
  }

  @Override
  public void admitted() {
    beginning.complete(new Beginning(Start.ADMITTED, ""));
  }

  @Override
  public void refused(String reason) {
    beginning.complete(new Beginning(Start.REFUSED, reason));
  }

  @Override
  public void unreachable(String reason) {
    beginning.complete(new Beginning(Start.UNREACHABLE, reason));
  }

  @Override
  public void settled() {
    room.release();
  }

  @Override
  public void notSent() {
    complete.set(false);
  }
}

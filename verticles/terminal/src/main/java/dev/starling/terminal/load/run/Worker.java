package dev.starling.terminal.load.run;

import dev.starling.net.internal.EventLoops;
import dev.starling.terminal.load.plan.LoadPlan;
import dev.starling.terminal.load.wire.Failure;
import dev.starling.terminal.load.wire.Wire;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The callers of one event loop. Its public methods may be called from any thread. */
final class Worker extends VerticleBase implements Shift {
  /**
   * How the first attempts to connect went.
   *
   * @param failure the first; null when there was none
   */
  record Arrivals(int connected, Failure failure) {
    Arrivals and(Arrivals others) {
      return new Arrivals(connected + others.connected, failure == null ? others.failure : failure);
    }
  }

  /** More at a time than this would not fit what servers let wait. */
  private static final int CONNECTING_AT_A_TIME = 64;

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final long SHORTEST_SWEEP_MILLIS = 1;
  private static final long LONGEST_SWEEP_MILLIS = 50;

  /** Timers that would go off closer together than this are not worth the wake-up. */
  private static final long SHORTEST_SLEEP_NANOS = 20_000;

  private final LoadPlan plan;
  private final SocketAddress address;
  private final Pace pace;
  private final Budget budget;
  private final List<Integer> numbers;
  private final List<Caller> callers = new ArrayList<>();
  private final Tally tally = new Tally();
  private final Promise<Arrivals> allArrived = Promise.promise();
  private final Promise<Tally> allRested = Promise.promise();
  private Wire wire;
  private EventLoop loop;
  private Clock clock;
  private Arrivals arrivals = new Arrivals(0, null);
  private int arriving;
  private int arrived;
  private int rested;
  private long turn;

  /**
   * Starts nothing yet.
   *
   * @param numbers of its callers, rising
   */
  Worker(LoadPlan plan, SocketAddress address, Budget budget, List<Integer> numbers) {
    this.plan = plan;
    this.address = address;
    this.budget = budget;
    this.numbers = List.copyOf(numbers);
    this.pace = Pace.of(plan);
  }

  @Override
  public Future<?> start() {
    wire = Wire.of(vertx, plan, address);
    // Vert.x's own timers count milliseconds, which is many requests.
    loop = EventLoops.netty(context);
    numbers.forEach(number -> callers.add(new Caller(number, this)));
    long sweep =
        Math.min(
            Math.max(plan.timeout().toMillis() / 10, SHORTEST_SWEEP_MILLIS), LONGEST_SWEEP_MILLIS);
    vertx.setPeriodic(sweep, timer -> checkTimeouts());
    return Future.succeededFuture();
  }

  /**
   * Connects all callers; completes when each has succeeded or failed, or so many have failed and
   * none has succeeded that the others need not try.
   */
  Future<Arrivals> connect() {
    context.runOnContext(
        start -> {
          for (int i = 0; i < CONNECTING_AT_A_TIME; i++) {
            callNext();
          }
        });
    return allArrived.future();
  }

  private void callNext() {
    if (arriving < callers.size()) {
      callers.get(arriving++).arrive();
    }
  }

  /** Starts the clock; completes when nothing is left to do. */
  Future<Tally> begin(Clock start) {
    context.runOnContext(
        begin -> {
          clock = start;
          long millis = TimeUnit.NANOSECONDS.toMillis(clock.end() - System.nanoTime()) + 1;
          vertx.setTimer(Math.max(1, millis), end -> callers.forEach(Caller::go));
          vertx.setTimer(
              Math.max(1, millis + Clock.GRACE.toMillis()), end -> callers.forEach(Caller::go));
          if (pace.isFixed()) {
            takeTurns();
          } else {
            callers.forEach(Caller::go);
          }
        });
    return allRested.future();
  }

  /** The callers' requests are due one after the other, round and round. */
  private void takeTurns() {
    long now = System.nanoTime();
    long next = due(turn);
    while (next - now <= 0 && !clock.isOver(next)) {
      callers.get((int) (turn % callers.size())).go();
      turn++;
      next = due(turn);
    }
    if (!clock.isOver(next) && rested < callers.size()) {
      loop.schedule(
          this::takeTurns, Math.max(SHORTEST_SLEEP_NANOS, next - now), TimeUnit.NANOSECONDS);
    }
  }

  private long due(long anyTurn) {
    return pace.due(clock, numbers.get((int) (anyTurn % callers.size())), anyTurn / callers.size());
  }

  /** Ends it now; what is under way is given up. */
  void breakOff() {
    context.runOnContext(
        now -> {
          if (clock != null) {
            callers.forEach(Caller::go);
            clock = clock.endingAt(System.nanoTime());
            callers.forEach(Caller::breakOff);
          }
        });
  }

  /** How it stands. */
  Future<Sample> sample() {
    return onLoop(tally::sample);
  }

  /** How many have tried to connect so far. */
  Future<Integer> arrivedSoFar() {
    return onLoop(() -> arrived);
  }

  private <T> Future<T> onLoop(Supplier<T> question) {
    Promise<T> answer = Promise.promise();
    context.runOnContext(turn -> answer.complete(question.get()));
    return answer.future();
  }

  private void checkTimeouts() {
    long now = System.nanoTime();
    callers.forEach(caller -> caller.checkTimeout(now, plan.timeout().toNanos()));
  }

  @Override
  public Wire wire() {
    return wire;
  }

  @Override
  public Pace pace() {
    return pace;
  }

  @Override
  public Budget budget() {
    return budget;
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void arrived(Failure failure) {
    arrived++;
    arrivals = arrivals.and(new Arrivals(failure == null ? 1 : 0, failure));
    boolean hopeless = arrivals.connected() == 0 && arrived >= CONNECTING_AT_A_TIME;
    if (arrived == callers.size() || hopeless) {
      allArrived.tryComplete(arrivals);
    } else {
      callNext();
    }
  }

  @Override
  public void rested() {
    rested++;
    if (rested == callers.size()) {
      allRested.complete(tally);
    }
  }

  @Override
  public void afterPause(Runnable task) {
    vertx.setTimer(PAUSE.toMillis(), timer -> task.run());
  }
}

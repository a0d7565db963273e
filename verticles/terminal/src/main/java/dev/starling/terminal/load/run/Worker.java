package dev.starling.terminal.load.run;

import dev.starling.net.internal.EventLoops;
import dev.starling.terminal.load.plan.LoadPlan;
import dev.starling.terminal.load.wire.Failure;
import dev.starling.terminal.load.wire.TargetClient;
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
final class Worker extends VerticleBase implements WorkerContext {
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
  private final ArrivalSchedule schedule;
  private final Budget budget;
  private final List<Integer> numbers;
  private final List<VirtualUser> callers = new ArrayList<>();
  private final Statistics statistics = new Statistics();
  private final Promise<Arrivals> allArrived = Promise.promise();
  private final Promise<Statistics> allRested = Promise.promise();
  private TargetClient client;
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
    this.schedule = ArrivalSchedule.of(plan);
  }

  @Override
  public Future<?> start() {
    client = TargetClient.of(vertx, plan, address);
    // Vert.x's own timers count milliseconds, which is many requests.
    loop = EventLoops.netty(context);
    numbers.forEach(number -> callers.add(new VirtualUser(number, this)));
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
  Future<Statistics> begin(Clock start) {
    context.runOnContext(
        begin -> {
          clock = start;
          long millis = TimeUnit.NANOSECONDS.toMillis(clock.end() - System.nanoTime()) + 1;
          vertx.setTimer(Math.max(1, millis), end -> callers.forEach(VirtualUser::go));
          vertx.setTimer(
              Math.max(1, millis + Clock.GRACE.toMillis()),
              end -> callers.forEach(VirtualUser::go));
          if (schedule.isFixed()) {
            takeTurns();
          } else {
            callers.forEach(VirtualUser::go);
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
    return schedule.due(
        clock, numbers.get((int) (anyTurn % callers.size())), anyTurn / callers.size());
  }

  /** Ends it now; what is under way is given up. */
  void breakOff() {
    context.runOnContext(
        now -> {
          if (clock != null) {
            callers.forEach(VirtualUser::go);
            clock = clock.endingAt(System.nanoTime());
            callers.forEach(VirtualUser::breakOff);
          }
        });
  }

  /** How it stands. */
  Future<Sample> sample() {
    return onLoop(statistics::sample);
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
    callers.forEach(user -> user.checkTimeout(now, plan.timeout().toNanos()));
  }

  @Override
  public TargetClient wire() {
    return client;
  }

  @Override
  public ArrivalSchedule pace() {
    return schedule;
  }

  @Override
  public Budget budget() {
    return budget;
  }

  @Override
  public Statistics statistics() {
    return statistics;
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
      allRested.complete(statistics);
    }
  }

  @Override
  public void afterPause(Runnable task) {
    vertx.setTimer(PAUSE.toMillis(), timer -> task.run());
  }
}

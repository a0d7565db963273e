package dev.starling.storefront;

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.Subscription;
import dev.starling.core.cluster.ClusterNode;
import dev.starling.core.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A service that the storefront asks, which can be made slow, broken, silent or missing. */
final class FakeService<Q, A> {
  private static final long PATIENCE_SECONDS = 60;

  private final ClusterNode node;
  private final String address;
  private final Function<Q, A> answers;
  private final List<Q> questions = new CopyOnWriteArrayList<>();
  private final Semaphore asked = new Semaphore(0);
  private volatile Function<Q, Future<A>> behaviour;
  private Subscription<Q> subscription;

  /** One that works. */
  FakeService(ClusterNode node, String address, Function<Q, A> answers) throws TimeoutException {
    this.node = node;
    this.address = address;
    this.answers = answers;
    works();
    appears();
  }

  /** Waits until it has been asked something. */
  void awaitQuestion() throws InterruptedException {
    if (!asked.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(address + " was not asked");
    }
  }

  /** Forgets what it was asked. */
  void forget() {
    questions.clear();
    asked.drainPermits();
  }

  /** What it was asked, in order. */
  List<Q> questions() {
    return questions;
  }

  void works() {
    behaviour = question -> Future.succeededFuture(answers.apply(question));
  }

  void isSilent() {
    behaviour = question -> Promise.<A>promise().future();
  }

  /**
   * It answers what it is asked from now on only when the result is run; once.
   *
   * @return gives the answers
   */
  Runnable hesitates() {
    Promise<Void> made = Promise.promise();
    behaviour = question -> made.future().map(up -> answers.apply(question));
    return made::complete;
  }

  void fails(int status) {
    behaviour = question -> Future.failedFuture(new ProblemException(status, "on purpose"));
  }

  /** It is in order again after so many questions, counted from the first of all. */
  void failsUpTo(int questionNumber, int status) {
    behaviour =
        question ->
            questions.size() <= questionNumber
                ? Future.failedFuture(new ProblemException(status, "on purpose"))
                : Future.succeededFuture(answers.apply(question));
  }

  /** Nobody is there to be asked. */
  void disappears() throws TimeoutException {
    subscription.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void appears() throws TimeoutException {
    Bus bus = node.bus();
    subscription =
        bus.<Q, A>serve(
                address,
                question -> {
                  questions.add(question);
                  asked.release();
                  return behaviour.apply(question);
                })
            .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}

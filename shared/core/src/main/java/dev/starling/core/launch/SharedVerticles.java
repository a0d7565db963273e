package dev.starling.core.launch;

import dev.starling.net.internal.EventLoops;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What the instances of a service's verticle share, each on an event loop of its own. Thread-safe.
 */
final class SharedVerticles {
  private final Vertx vertx;
  private final Map<Class<?>, Future<?>> verticles = new ConcurrentHashMap<>();
  private final Deque<String> deployments = new ConcurrentLinkedDeque<>();

  SharedVerticles(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The one of a type, on the caller's context; the first call deploys it. */
  <V extends Deployable> Future<V> get(Class<V> type, Supplier<V> make) {
    // Each instance goes on where it is, not on the event loop of what is shared.
    Promise<V> here = EventLoops.promiseHere(vertx);
    verticles.computeIfAbsent(type, first -> deploy(make.get())).map(type::cast).onComplete(here);
    return here.future();
  }

  private Future<Deployable> deploy(Deployable verticle) {
    Promise<Deployable> deployed = Promise.promise();
    // Deployed by a verticle it would be that one's child, and be stopped before it.
    EventLoops.runOnNew(
        vertx,
        () ->
            vertx
                .deployVerticle(verticle)
                .onSuccess(deployments::addFirst)
                .map(verticle)
                .onComplete(deployed));
    return deployed.future();
  }

  /**
   * Stops them, the last first; blocks.
   *
   * @throws TimeoutException when one took longer
   */
  void stop(long timeout, TimeUnit unit) throws TimeoutException {
    for (String one : deployments) {
      vertx.undeploy(one).await(timeout, unit);
    }
  }
}

package dev.starling.core.launch;

import dev.starling.core.observability.EventLoopLag;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * A service's verticle whose event loop is measured and whose listeners are drained before it
 * stops.
 */
record DrainedVerticle(Vertx vertx, Deployable verticle, Listeners listeners, MeterRegistry metrics)
    implements Deployable {
  @Override
  public Future<?> deploy(Context context) throws Exception {
    EventLoopLag.measure(vertx, metrics);
    return verticle.deploy(context);
  }

  @Override
  public Future<?> undeploy(Context context) throws Exception {
    return listeners
        .drain(context)
        .compose(
            drained -> {
              try {
                return verticle.undeploy(context);
              } catch (Exception failure) {
                return Future.failedFuture(failure);
              }
            });
  }
}

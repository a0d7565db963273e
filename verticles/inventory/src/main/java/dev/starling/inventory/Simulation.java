package dev.starling.inventory;

import dev.starling.core.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Delay, and perhaps failure, of each answer as the settings want it. */
final class Simulation implements Supplier<Future<Void>> {
  private final Vertx vertx;
  private final long delayMillis;
  private final double failureRate;
  private final DoubleSupplier chance;

  Simulation(Vertx vertx, InventorySettings.Simulate settings) {
    this(vertx, settings, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * @param chance numbers from 0 on and below 1
   */
  Simulation(Vertx vertx, InventorySettings.Simulate settings, DoubleSupplier chance) {
    this.vertx = vertx;
    this.delayMillis = settings.delay().toMillis();
    this.failureRate = settings.failureRate();
    this.chance = chance;
  }

  @Override
  public Future<Void> get() {
    return delayMillis > 0
        ? vertx.timer(delayMillis, TimeUnit.MILLISECONDS).compose(passed -> fate())
        : fate();
  }

  private Future<Void> fate() {
    return failureRate > 0 && chance.getAsDouble() < failureRate
        ? Future.failedFuture(
            new ProblemException(500, "failed on purpose: simulate.failure-rate is " + failureRate))
        : Future.succeededFuture();
  }
}

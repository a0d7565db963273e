package dev.starling.core.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a process says of its own state, over HTTP and, check by check, as a gauge. A check answers
 * at once, from memory: a health endpoint that waits for what is broken is broken itself.
 * Thread-safe, as are the checks it is given.
 */
public final class Health {
  private final MeterRegistry registry;
  private final HealthChecks liveness;
  private final HealthChecks readiness;

  /**
   * Health without any checks.
   *
   * @param registry gets a gauge for each check
   */
  public Health(Vertx vertx, MeterRegistry registry) {
    this.registry = registry;
    liveness = HealthChecks.create(vertx);
    readiness = HealthChecks.create(vertx);
  }

  /**
   * Adds a liveness check: a reason means that this process must be restarted; it is not ready
   * either.
   */
  public void live(String name, Supplier<Optional<String>> reason) {
    register(liveness, name, reason);
    register(readiness, name, reason);
    gauge("live", name, reason);
    gauge("ready", name, reason);
  }

  /** Adds a readiness check: a reason means that no new clients should be sent here. */
  public void ready(String name, Supplier<Optional<String>> reason) {
    register(readiness, name, reason);
    gauge("ready", name, reason);
  }

  /** Adds facts that the readiness document shows and that do not decide on it. */
  public void detail(String name, Supplier<JsonObject> facts) {
    readiness.register(name, result -> result.complete(Status.OK(facts.get())));
  }

  /** Whether the process should go on. */
  public Future<CheckResult> liveness() {
    return liveness.checkStatus();
  }

  /** Whether the process should be sent clients. */
  public Future<CheckResult> readiness() {
    return readiness.checkStatus();
  }

  private void gauge(String probe, String check, Supplier<Optional<String>> reason) {
    Gauge.builder("starling.health", reason, one -> one.get().isEmpty() ? 1 : 0)
        .description("1 while a check passes, else 0")
        .tag("probe", probe)
        .tag("check", check)
        .strongReference(true)
        .register(registry);
  }

  private static void register(
      HealthChecks checks, String name, Supplier<Optional<String>> reason) {
    checks.register(
        name,
        result ->
            result.complete(
                reason
                    .get()
                    .map(text -> Status.KO(new JsonObject().put("detail", text)))
                    .orElseGet(Status::OK)));
  }
}

package dev.starling.storefront.downstream;

import dev.starling.core.service.ServiceContext;
import io.micrometer.core.instrument.Gauge;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The breakers of a process, shared by its event loops: what fails on one of them fails on all.
 * Thread-safe once it has started, and called directly, not by way of its own event loop.
 */
public final class Breakers extends VerticleBase {
  private final Map<String, DownstreamSettings> settings;
  private final ServiceContext service;
  private final Map<String, Breaker> breakers = new LinkedHashMap<>();

  public Breakers(Map<String, DownstreamSettings> settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    settings.forEach((name, one) -> breakers.put(name, new Breaker(vertx, name, one.breaker())));
    breakers.forEach(
        (name, breaker) ->
            Gauge.builder("starling.breaker.state", breaker, one -> number(one.state()))
                .description("0 closed, 1 half-open, 2 open")
                .tag("downstream", name)
                .register(service.metrics()));
    service.health().detail("storefront-breakers", this::states);
    return Future.succeededFuture();
  }

  Breaker of(String name) {
    return breakers.get(name);
  }

  private JsonObject states() {
    JsonObject states = new JsonObject();
    breakers.forEach((name, breaker) -> states.put(name, text(breaker.state())));
    return states;
  }

  private static int number(CircuitBreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  private static String text(CircuitBreakerState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

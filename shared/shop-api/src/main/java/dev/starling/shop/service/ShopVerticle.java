package dev.starling.shop.service;

import dev.starling.core.service.ServiceContext;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.BadSetting;
import dev.starling.database.Database;
import dev.starling.database.SampleData;
import dev.starling.openapi.Api;
import dev.starling.web.auth.BearerTokens;
import dev.starling.web.http.HttpEndpoint;
import dev.starling.web.http.Problems;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A service of the shop on one event loop: its database, and its endpoint over HTTP and over the
 * event bus.
 */
public final class ShopVerticle<S extends ShopSettings> extends VerticleBase {
  /** There are no WebSockets. */
  private static final int NO_FRAMES = 0;

  private final Plan<S> plan;
  private final S settings;
  private final ServiceContext service;
  private ServiceEndpoint endpoint;

  private ShopVerticle(Plan<S> plan, S settings, ServiceContext service) {
    this.plan = plan;
    this.settings = settings;
    this.service = service;
  }

  /**
   * @param name of the service; its contract is {@code /<name>/openapi.yaml} on the class path, its
   *     migrations are in {@code db/<name>}
   * @param sample fills a new database, when the settings want it
   * @param opening sets the handlers of the endpoint, with the settings of the service
   */
  private record Plan<S extends ShopSettings>(
      String name, SampleData sample, BiConsumer<ServiceEndpoint, S> opening) {}

  /** All that has to be said of such a service to run it; the parameters are as in its plan. */
  public static <S extends ShopSettings> ServiceDefinition<S> definition(
      String name, Class<S> settings, SampleData sample, BiConsumer<ServiceEndpoint, S> opening) {
    Plan<S> plan = new Plan<>(name, sample, opening);
    return new ServiceDefinition<>(
        name,
        settings,
        given -> given.http().listener().host(),
        (given, service) -> new ShopVerticle<>(plan, given, service),
        ShopVerticle::validate);
  }

  private static Optional<BadSetting> validate(ShopSettings settings) {
    return Database.validate(settings.database())
        .or(
            () ->
                settings instanceof GuardedSettings guarded
                    ? BearerTokens.validate(guarded.auth().jwt())
                    : Optional.empty());
  }

  @Override
  public Future<?> start() {
    return Api.load(vertx, "/" + plan.name + "/openapi.yaml").compose(this::open);
  }

  private Future<?> open(Api api) {
    if (settings instanceof GuardedSettings guarded) {
      api.guardedBy(BearerTokens.ofWriters(vertx, service, guarded.auth().jwt()));
    }
    Router router = Problems.router(vertx);
    return Database.open(vertx, service, plan.name, settings, settings.database(), plan.sample)
        .compose(
            database -> {
              endpoint = new ServiceEndpoint(vertx, service.node().bus(), database, api, router);
              plan.opening.accept(endpoint, settings);
              api.mount(router);
              return endpoint.listen();
            })
        .compose(
            listening ->
                new HttpEndpoint(vertx, service, settings.http(), settings, NO_FRAMES)
                    .listen(router));
  }

  @Override
  public Future<?> stop() {
    return endpoint.close(settings.drain().timeout());
  }
}

package dev.starling.storefront;

import dev.starling.core.service.ServiceContext;
import dev.starling.openapi.Api;
import dev.starling.storefront.downstream.Breakers;
import dev.starling.storefront.downstream.DownstreamSettings;
import dev.starling.storefront.downstream.Shop;
import dev.starling.storefront.web.Assets;
import dev.starling.storefront.web.HomeRoute;
import dev.starling.storefront.web.ProductsRoute;
import dev.starling.web.http.HttpEndpoint;
import dev.starling.web.http.Problems;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.util.Map;

/** Serves the shop on one event loop: the page, and the data that it shows. */
final class StorefrontVerticle extends VerticleBase {
  /** There are no WebSockets. */
  private static final int NO_FRAMES = 0;

  private final StorefrontSettings settings;
  private final ServiceContext service;

  StorefrontVerticle(StorefrontSettings settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    Map<String, DownstreamSettings> downstreams = StorefrontSettings.byName(settings.downstream());
    return service
        .shared(Breakers.class, () -> new Breakers(downstreams, service))
        .map(breakers -> new Shop(vertx, service, downstreams, breakers))
        .compose(shop -> shop.warmUp(settings.productsLimit()).compose(warm -> serve(shop)));
  }

  private Future<?> serve(Shop shop) {
    Router router = Problems.router(vertx);
    Assets.serve(router, "/storefront/page/");
    return Api.load(vertx, "/storefront/openapi.yaml")
        .map(
            api ->
                api.on("getPageData", new ProductsRoute(shop, settings.productsLimit())::answer)
                    .on("getHome", new HomeRoute(shop)::answer))
        .compose(
            api -> {
              api.mount(router);
              return new HttpEndpoint(vertx, service, settings.http(), settings, NO_FRAMES)
                  .listen(router);
            });
  }
}

package dev.starling.rest;

import dev.starling.rest.catalogue.Brands;
import dev.starling.rest.catalogue.Products;
import dev.starling.rest.catalogue.SampleCatalogue;
import dev.starling.rest.web.BrandRoutes;
import dev.starling.rest.web.ProductRoutes;
import dev.starling.rest.web.TimeRoute;
import dev.starling.shared.bus.Bus;
import dev.starling.shared.contract.Api;
import dev.starling.shared.contract.BearerTokens;
import dev.starling.shared.database.Database;
import dev.starling.shared.http.HttpFront;
import dev.starling.shared.launch.ServiceContext;
import dev.starling.shared.shop.Catalogue;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;

/** Serves the catalogue on one event loop, over HTTP and to the other services. */
final class RestVerticle extends VerticleBase {
  private static final String NAME = "rest";

  private final RestSettings settings;
  private final ServiceContext service;
  private HttpFront front;

  RestVerticle(RestSettings settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    front = new HttpFront(vertx, service, settings.http(), settings, 0);
    return Database.open(vertx, service, NAME, settings, settings.database(), new SampleCatalogue())
        .compose(this::serve);
  }

  @Override
  public Future<?> stop() {
    return front.shutdown();
  }

  private Future<?> serve(Database database) {
    Products products = new Products(database);
    return Api.load(vertx, "/rest/openapi.yaml")
        .map(api -> actions(api, new Brands(database), products))
        .compose(front::listen)
        .compose(listening -> answerServices(products));
  }

  private Api actions(Api api, Brands brands, Products products) {
    api.on("getTime", new TimeRoute(Clock.systemDefaultZone())::now);
    new BrandRoutes(brands).join(api);
    new ProductRoutes(products).join(api);
    return api.guardedBy(BearerTokens.of(vertx, service, settings.auth().jwt())).complete();
  }

  private Future<?> answerServices(Products products) {
    Bus bus = service.node().bus();
    Catalogue.join(bus);
    return bus.serve(Catalogue.ADDRESS, products::answer);
  }
}

package dev.starling.rest;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.rest.catalogue.Brands;
import dev.starling.rest.catalogue.Products;
import dev.starling.rest.catalogue.SampleCatalogue;
import dev.starling.rest.web.BrandRoutes;
import dev.starling.rest.web.ProductRoutes;
import dev.starling.rest.web.TimeRoute;
import dev.starling.shop.Catalogue;
import dev.starling.shop.service.ServiceEndpoint;
import dev.starling.shop.service.ShopVerticle;
import java.time.Clock;

/** The product catalogue. */
public final class RestService {
  /** The service as the launcher runs it. */
  public static final ServiceDefinition<RestSettings> DEFINITION =
      ShopVerticle.definition("rest", RestSettings.class, new SampleCatalogue(), RestService::open);

  private RestService() {}

  private static void open(ServiceEndpoint endpoint, RestSettings settings) {
    Products products = new Products(endpoint.database());
    endpoint.on("getTime", new TimeRoute(Clock.systemDefaultZone())::now);
    new BrandRoutes(new Brands(endpoint.database())).join(endpoint);
    new ProductRoutes(products).join(endpoint);
    endpoint.serve(Catalogue::join, Catalogue.ADDRESS, products::answer);
  }

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}

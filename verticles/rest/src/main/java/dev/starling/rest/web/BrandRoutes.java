package dev.starling.rest.web;

import dev.starling.openapi.RequestContext;
import dev.starling.rest.catalogue.Brands;
import dev.starling.shop.service.ServiceEndpoint;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;

/** Brands over HTTP. */
public final class BrandRoutes {
  private final Brands brands;

  public BrandRoutes(Brands brands) {
    this.brands = brands;
  }

  /** Adds its operations. */
  public void join(ServiceEndpoint endpoint) {
    endpoint
        .on("listBrands", context -> brands.all().compose(context::cacheable))
        .on("getBrand", this::one)
        .on("addBrand", this::add);
  }

  private Future<Void> one(RequestContext context) {
    return brands.find(context.id("id", "brand")).compose(context::cacheable);
  }

  private Future<Void> add(RequestContext context) {
    return brands
        .add(context.body().getString("brand_name"), context.preconditions())
        .compose(
            brand -> {
              context.response().putHeader(HttpHeaders.LOCATION, "/brands/" + brand.id());
              return context.json(201, brand.json());
            });
  }
}

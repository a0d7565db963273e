package dev.starling.rest.web;

import dev.starling.openapi.Call;
import dev.starling.rest.catalogue.Brands;
import dev.starling.shop.service.Desk;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;

/** Brands over HTTP. */
public final class BrandRoutes {
  private final Brands brands;

  public BrandRoutes(Brands brands) {
    this.brands = brands;
  }

  /** Adds its operations. */
  public void join(Desk desk) {
    desk.on("listBrands", call -> brands.all().compose(call::cacheable))
        .on("getBrand", this::one)
        .on("addBrand", this::add);
  }

  private Future<Void> one(Call call) {
    return brands.find(call.id("id", "brand")).compose(call::cacheable);
  }

  private Future<Void> add(Call call) {
    return brands
        .add(call.body().getString("brand_name"), call.preconditions())
        .compose(
            brand -> {
              call.response().putHeader(HttpHeaders.LOCATION, "/brands/" + brand.id());
              return call.json(201, brand.json());
            });
  }
}

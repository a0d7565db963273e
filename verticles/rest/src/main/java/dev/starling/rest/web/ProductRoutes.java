package dev.starling.rest.web;

import dev.starling.openapi.Call;
import dev.starling.rest.catalogue.Products;
import dev.starling.rest.catalogue.Selection;
import dev.starling.shop.service.Desk;
import dev.starling.web.http.Preconditions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.OptionalInt;

/** Products and their SKUs over HTTP. */
public final class ProductRoutes {
  private final Products products;

  public ProductRoutes(Products products) {
    this.products = products;
  }

  /** Adds its operations. */
  public void join(Desk desk) {
    desk.on("listProducts", this::list)
        .on("getProduct", this::one)
        .on("addProduct", this::add)
        .on("addProductByItsOldName", this::add)
        .on("replaceProduct", this::replace)
        .on("deleteProduct", this::delete)
        .on("listSkus", this::skus);
  }

  private Future<Void> list(Call call) {
    Selection selection =
        new Selection(call.optional("after").orElse(0), call.optional("brand_id"));
    OptionalInt limit = call.optional("limit");
    if (limit.isEmpty()) {
      if (!Preconditions.admitUntagged(call.request())) {
        return Future.succeededFuture();
      }
      return call.wantsHeadOnly()
          ? new ProductStream(call).head()
          : products.stream(selection, new ProductStream(call));
    }
    return products
        .page(selection, limit.getAsInt())
        .compose(
            page -> {
              page.next().ifPresent(last -> link(call, selection, limit.getAsInt(), last));
              return call.cacheable(page.json());
            });
  }

  /** RFC 8288. */
  private static void link(Call call, Selection selection, int limit, int last) {
    StringBuilder target = new StringBuilder("</products?limit=").append(limit);
    target.append("&after=").append(last);
    selection.brand().ifPresent(brand -> target.append("&brand_id=").append(brand));
    call.response().putHeader("Link", target.append(">; rel=\"next\"").toString());
  }

  private Future<Void> one(Call call) {
    return products.find(call.id("id", "product")).compose(call::cacheable);
  }

  private Future<Void> skus(Call call) {
    return products.skus(call.id("id", "product")).compose(call::cacheable);
  }

  private Future<Void> add(Call call) {
    JsonObject body = call.body();
    // The list of all products, which one is added to, is too long to have a tag.
    call.preconditions().requireOfUntagged(true);
    return products
        .add(body.getString("product_name"), body.getInteger("brand_id"))
        .compose(
            product -> {
              call.response().putHeader(HttpHeaders.LOCATION, "/products/" + product.id());
              return call.json(201, product.json());
            });
  }

  private Future<Void> replace(Call call) {
    JsonObject body = call.body();
    return products
        .replace(
            call.id("id", "product"),
            body.getString("product_name"),
            body.getInteger("brand_id"),
            call.preconditions())
        .compose(call::json);
  }

  private Future<Void> delete(Call call) {
    return products
        .delete(call.id("id", "product"), call.preconditions())
        .compose(gone -> call.done());
  }
}

package dev.starling.rest.web;

import dev.starling.openapi.RequestContext;
import dev.starling.rest.catalogue.Products;
import dev.starling.rest.catalogue.Selection;
import dev.starling.shop.service.ServiceEndpoint;
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
  public void join(ServiceEndpoint endpoint) {
    endpoint
        .on("listProducts", this::list)
        .on("getProduct", this::one)
        .on("addProduct", this::add)
        .on("addProductByItsOldName", this::add)
        .on("replaceProduct", this::replace)
        .on("deleteProduct", this::delete)
        .on("listSkus", this::skus);
  }

  private Future<Void> list(RequestContext context) {
    Selection selection =
        new Selection(context.optional("after").orElse(0), context.optional("brand_id"));
    OptionalInt limit = context.optional("limit");
    if (limit.isEmpty()) {
      if (!Preconditions.admitUntagged(context.request())) {
        return Future.succeededFuture();
      }
      return context.wantsHeadOnly()
          ? new ProductStream(context).head()
          : products.stream(selection, new ProductStream(context));
    }
    return products
        .page(selection, limit.getAsInt())
        .compose(
            page -> {
              page.next().ifPresent(last -> link(context, selection, limit.getAsInt(), last));
              return context.cacheable(page.json());
            });
  }

  /** RFC 8288. */
  private static void link(RequestContext context, Selection selection, int limit, int last) {
    StringBuilder target = new StringBuilder("</products?limit=").append(limit);
    target.append("&after=").append(last);
    selection.brand().ifPresent(brand -> target.append("&brand_id=").append(brand));
    context.response().putHeader("Link", target.append(">; rel=\"next\"").toString());
  }

  private Future<Void> one(RequestContext context) {
    return products.find(context.id("id", "product")).compose(context::cacheable);
  }

  private Future<Void> skus(RequestContext context) {
    return products.skus(context.id("id", "product")).compose(context::cacheable);
  }

  private Future<Void> add(RequestContext context) {
    JsonObject body = context.body();
    // The list of all products, which one is added to, is too long to have a tag.
    context.preconditions().requireOfUntagged(true);
    return products
        .add(body.getString("product_name"), body.getInteger("brand_id"))
        .compose(
            product -> {
              context.response().putHeader(HttpHeaders.LOCATION, "/products/" + product.id());
              return context.json(201, product.json());
            });
  }

  private Future<Void> replace(RequestContext context) {
    JsonObject body = context.body();
    return products
        .replace(
            context.id("id", "product"),
            body.getString("product_name"),
            body.getInteger("brand_id"),
            context.preconditions())
        .compose(context::json);
  }

  private Future<Void> delete(RequestContext context) {
    return products
        .delete(context.id("id", "product"), context.preconditions())
        .compose(gone -> context.done());
  }
}

package dev.starling.storefront.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.starling.core.problem.ProblemException;
import dev.starling.openapi.RequestContext;
import dev.starling.shop.Catalogue;
import dev.starling.shop.Inventory;
import dev.starling.storefront.downstream.CallFailure;
import dev.starling.storefront.downstream.Deadline;
import dev.starling.storefront.downstream.Shop;
import dev.starling.web.json.JsonOutput;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The products with their stock, and how many a user has in the cart and among the favourites. Only
 * the products themselves have to be there; the rest is null when it is late or broken.
 */
public final class ProductsRoute {
  private static final Duration TIME = Duration.ofSeconds(1);

  private static final SerializedString CART_ITEMS = new SerializedString("cart_items");
  private static final SerializedString FAVORITE_ITEMS = new SerializedString("favorite_items");
  private static final SerializedString PRODUCT_ID = new SerializedString("product_id");
  private static final SerializedString PRODUCT_NAME = new SerializedString("product_name");
  private static final SerializedString INVENTORY = new SerializedString("inventory");

  private final Shop shop;
  private final int limit;

  /** Answers with so many products. */
  public ProductsRoute(Shop shop, int limit) {
    this.shop = shop;
    this.limit = limit;
  }

  /** Answers, within a second. */
  public Future<Void> answer(RequestContext context) {
    Deadline deadline = Deadline.in(TIME);
    long user = context.number("user_id");
    Future<Optional<Integer>> cart = JsonParts.optional(shop.inCart(user, deadline));
    Future<Optional<Integer>> favorites = JsonParts.optional(shop.favorites(user, deadline));
    return shop.products(limit, deadline)
        .recover(failure -> Future.failedFuture(problem(context, failure)))
        .compose(
            products -> {
              Future<Optional<List<Inventory.Level>>> levels = levels(products, deadline);
              return Future.all(cart, favorites, levels)
                  .compose(
                      there ->
                          JsonParts.send(
                              context,
                              json(
                                  cart.result(),
                                  favorites.result(),
                                  products,
                                  byProduct(levels.result()))));
            });
  }

  private Future<Optional<List<Inventory.Level>>> levels(
      List<Catalogue.Product> products, Deadline deadline) {
    List<Integer> ids = products.stream().map(Catalogue.Product::id).toList();
    return ids.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : JsonParts.optional(shop.levels(ids, deadline));
  }

  private static Map<Integer, Integer> byProduct(Optional<List<Inventory.Level>> levels) {
    List<Inventory.Level> known = levels.orElse(List.of());
    Map<Integer, Integer> byProduct = new HashMap<>(2 * known.size());
    for (Inventory.Level level : known) {
      byProduct.put(level.productId(), level.inventory());
    }
    return byProduct;
  }

  private static Throwable problem(RequestContext context, Throwable failure) {
    if (!(failure instanceof CallFailure why)) {
      return failure;
    }
    return switch (why.outcome()) {
      case LATE -> new ProblemException(504, "the products did not come in time; try again");
      case REFUSED -> {
        String seconds = Long.toString(why.retryAfterSeconds());
        context.response().putHeader(HttpHeaders.RETRY_AFTER, seconds);
        yield new ProblemException(
            503, "the products have failed too often; try again in " + seconds + " s");
      }
      default -> new ProblemException(502, "the products are unavailable; try again");
    };
  }

  private static Buffer json(
      Optional<Integer> cart,
      Optional<Integer> favorites,
      List<Catalogue.Product> products,
      Map<Integer, Integer> levels) {
    return JsonOutput.of(
        out -> {
          out.writeStartObject();
          JsonParts.number(out, CART_ITEMS, cart.orElse(null));
          JsonParts.number(out, FAVORITE_ITEMS, favorites.orElse(null));
          out.writeArrayFieldStart("products");
          for (Catalogue.Product product : products) {
            product(out, product, levels.get(product.id()));
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static void product(JsonGenerator out, Catalogue.Product product, Integer inventory)
      throws IOException {
    out.writeStartObject();
    out.writeFieldName(PRODUCT_ID);
    out.writeNumber(product.id());
    out.writeFieldName(PRODUCT_NAME);
    out.writeString(product.name());
    JsonParts.number(out, INVENTORY, inventory);
    out.writeEndObject();
  }
}

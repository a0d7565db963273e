package dev.starling.storefront.downstream;

import dev.starling.core.bus.Bus;
import dev.starling.core.service.ServiceContext;
import dev.starling.shop.Catalogue;
import dev.starling.shop.Inventory;
import dev.starling.shop.Promotions;
import dev.starling.shop.Recommendations;
import dev.starling.shop.UserProducts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services behind the storefront, asked over the event bus. What they are asked fails with a
 * {@link CallFailure} when they do not answer by the deadline. Belongs to one event loop.
 */
public final class Shop {
  private static final Logger log = LoggerFactory.getLogger(Shop.class);
  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final String CART = "cart";
  private static final String FAVORITES = "favorites";

  private final Bus bus;
  private final Downstream products;
  private final Downstream cart;
  private final Downstream favorites;
  private final Downstream inventory;
  private final Downstream promotions;
  private final Downstream recommendations;

  /** Asks under the settings of each service, by name. */
  public Shop(
      Vertx vertx,
      ServiceContext service,
      Map<String, DownstreamSettings> settings,
      Breakers breakers) {
    this.bus = service.node().bus();
    Catalogue.join(bus);
    Inventory.join(bus);
    UserProducts.join(bus);
    Promotions.join(bus);
    Recommendations.join(bus);
    Maker maker =
        name ->
            new Downstream(vertx, name, settings.get(name), breakers.of(name), service.metrics());
    this.products = maker.make("products");
    this.cart = maker.make(CART);
    this.favorites = maker.make(FAVORITES);
    this.inventory = maker.make("inventory");
    this.promotions = maker.make("promotions");
    this.recommendations = maker.make("recommendations");
  }

  @FunctionalInterface
  private interface Maker {
    Downstream make(String name);
  }

  /**
   * Asks each service once, with more patience than later and past the breakers: the first question
   * takes long, because much is loaded for it. Never fails.
   */
  public Future<Void> warmUp(int limit) {
    long time = FIRST.toMillis();
    return Future.join(
            Catalogue.ask(bus, new Catalogue.Ask(List.of(), limit), time),
            Inventory.ask(bus, new Inventory.Ask(List.of(1)), time),
            UserProducts.ask(bus, CART, new UserProducts.Ask(1), time),
            UserProducts.ask(bus, FAVORITES, new UserProducts.Ask(1), time),
            Promotions.ask(bus, new Promotions.Ask(), time),
            Recommendations.ask(bus, new Recommendations.Ask(1), time))
        .onFailure(failure -> log.debug("not everyone is there: {}", failure.getMessage()))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** The first products, by id. */
  public Future<List<Catalogue.Product>> products(int limit, Deadline deadline) {
    Catalogue.Ask question = new Catalogue.Ask(List.of(), limit);
    return products
        .call(deadline, time -> Catalogue.ask(bus, question, time))
        .map(Catalogue.Answer::products);
  }

  /** How many there are of those products that the inventory knows. */
  public Future<List<Inventory.Level>> levels(List<Integer> products, Deadline deadline) {
    Inventory.Ask question = new Inventory.Ask(products);
    return inventory
        .call(deadline, time -> Inventory.ask(bus, question, time))
        .map(Inventory.Answer::levels);
  }

  /** How many products a user has in the cart. */
  public Future<Integer> inCart(long user, Deadline deadline) {
    return count(cart, CART, user, deadline);
  }

  /** How many products a user likes. */
  public Future<Integer> favorites(long user, Deadline deadline) {
    return count(favorites, FAVORITES, user, deadline);
  }

  private Future<Integer> count(Downstream one, String service, long user, Deadline deadline) {
    UserProducts.Ask question = new UserProducts.Ask(user);
    return one.call(deadline, time -> UserProducts.ask(bus, service, question, time))
        .map(answer -> answer.productIds().size());
  }

  /** Promotions that run now, in the order in which they end. */
  public Future<List<Promotions.Promotion>> promotions(Deadline deadline) {
    return promotions
        .call(deadline, time -> Promotions.ask(bus, new Promotions.Ask(), time))
        .map(Promotions.Answer::promotions);
  }

  /** Recommendations for a user, the best first. */
  public Future<List<Recommendations.Recommendation>> recommendations(
      long user, Deadline deadline) {
    Recommendations.Ask question = new Recommendations.Ask(user);
    return recommendations
        .call(deadline, time -> Recommendations.ask(bus, question, time))
        .map(Recommendations.Answer::recommendations);
  }
}

package dev.starling.inventory;

import dev.starling.core.problem.ProblemException;
import dev.starling.openapi.RequestContext;
import dev.starling.shop.Catalogue;
import dev.starling.shop.Inventory;
import dev.starling.shop.service.ListHandlers;
import dev.starling.shop.service.ServiceEndpoint;
import dev.starling.web.http.Preconditions;
import dev.starling.web.json.JsonOutput;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Answers what is asked about the inventory. */
final class InventoryEndpoint {
  private final InventoryTable table;

  private InventoryEndpoint(InventoryTable table) {
    this.table = table;
  }

  static void open(ServiceEndpoint endpoint, InventorySettings settings) {
    InventoryEndpoint inventory = new InventoryEndpoint(new InventoryTable(endpoint.database()));
    endpoint
        .filter(new Simulation(endpoint.vertx(), settings.simulate()))
        .on("getInventory", inventory::get)
        .on("listInventory", inventory::list)
        .on("setInventory", inventory::set)
        .serve(Inventory::join, Inventory.ADDRESS, inventory::answer);
  }

  private Future<?> get(RequestContext context) {
    int product = product(context);
    return table
        .levels(List.of(product))
        .compose(
            levels ->
                levels.isEmpty()
                    ? Future.failedFuture(
                        new ProblemException(404, "there is no inventory of product " + product))
                    : context.cacheable(json(levels.get(0).inventory())));
  }

  private Future<?> list(RequestContext context) {
    return table
        .levels(context.ids("product_id"))
        .map(InventoryEndpoint::json)
        .compose(context::cacheable);
  }

  private Future<?> set(RequestContext context) {
    int inventory = context.body().getInteger("inventory");
    Preconditions conditions = context.preconditions();
    return (conditions.areNone()
            ? table.set(product(context), inventory)
            : table.set(
                product(context),
                inventory,
                current -> conditions.require(current.map(InventoryEndpoint::json))))
        .compose(set -> context.json(json(inventory)));
  }

  private Future<Inventory.Answer> answer(Inventory.Ask question) {
    List<Integer> products = question.productIds();
    if (products == null || products.size() > Catalogue.MOST) {
      throw new ProblemException(
          400, "valid are " + Catalogue.MOST + " products at most, by their ids");
    }
    return table.levels(products).map(Inventory.Answer::new);
  }

  private static int product(RequestContext context) {
    return context.id("id", "product");
  }

  private static Buffer json(int inventory) {
    return JsonOutput.of(
        out -> {
          out.writeStartObject();
          out.writeNumberField("inventory", inventory);
          out.writeEndObject();
        });
  }

  private static Buffer json(List<Inventory.Level> levels) {
    return ListHandlers.json(
        levels,
        (out, level) -> {
          out.writeNumberField("product_id", level.productId());
          out.writeNumberField("inventory", level.inventory());
        });
  }
}

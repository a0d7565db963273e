package dev.starling.inventory;

import dev.starling.core.problem.ProblemException;
import dev.starling.openapi.Call;
import dev.starling.shop.Catalogue;
import dev.starling.shop.Inventory;
import dev.starling.shop.service.Desk;
import dev.starling.shop.service.Lists;
import dev.starling.web.http.Preconditions;
import dev.starling.web.json.JsonOutput;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Answers what is asked about the inventory. */
final class InventoryDesk {
  private final InventoryTable table;

  private InventoryDesk(InventoryTable table) {
    this.table = table;
  }

  static void open(Desk desk, InventorySettings settings) {
    InventoryDesk inventory = new InventoryDesk(new InventoryTable(desk.database()));
    desk.behind(new Simulation(desk.vertx(), settings.simulate()))
        .on("getInventory", inventory::get)
        .on("listInventory", inventory::list)
        .on("setInventory", inventory::set)
        .serve(Inventory::join, Inventory.ADDRESS, inventory::answer);
  }

  private Future<?> get(Call call) {
    int product = product(call);
    return table
        .levels(List.of(product))
        .compose(
            levels ->
                levels.isEmpty()
                    ? Future.failedFuture(
                        new ProblemException(404, "there is no inventory of product " + product))
                    : call.cacheable(json(levels.get(0).inventory())));
  }

  private Future<?> list(Call call) {
    return table.levels(call.ids("product_id")).map(InventoryDesk::json).compose(call::cacheable);
  }

  private Future<?> set(Call call) {
    int inventory = call.body().getInteger("inventory");
    Preconditions conditions = call.preconditions();
    return (conditions.areNone()
            ? table.set(product(call), inventory)
            : table.set(
                product(call),
                inventory,
                current -> conditions.require(current.map(InventoryDesk::json))))
        .compose(set -> call.json(json(inventory)));
  }

  private Future<Inventory.Answer> answer(Inventory.Ask question) {
    List<Integer> products = question.productIds();
    if (products == null || products.size() > Catalogue.MOST) {
      throw new ProblemException(
          400, "valid are " + Catalogue.MOST + " products at most, by their ids");
    }
    return table.levels(products).map(Inventory.Answer::new);
  }

  private static int product(Call call) {
    return call.id("id", "product");
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
    return Lists.json(
        levels,
        (out, level) -> {
          out.writeNumberField("product_id", level.productId());
          out.writeNumberField("inventory", level.inventory());
        });
  }
}

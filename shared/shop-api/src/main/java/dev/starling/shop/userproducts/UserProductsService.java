package dev.starling.shop.userproducts;

import dev.starling.core.problem.ProblemException;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.database.SampleRows;
import dev.starling.openapi.RequestContext;
import dev.starling.shop.UserProducts;
import dev.starling.shop.service.GuardedSettings;
import dev.starling.shop.service.ListHandlers;
import dev.starling.shop.service.ServiceEndpoint;
import dev.starling.shop.service.ShopVerticle;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/**
 * A service that keeps products for users. Its contract has the operations {@code list}, {@code
 * add} and {@code remove}, its database a table with its name: {@code user_id}, {@code product_id}.
 */
public final class UserProductsService {
  /** Products of one user. */
  public static final int MOST = 1_000;

  private UserProductsService() {}

  /**
   * All that has to be said of one to run it.
   *
   * @param name of the service and of its table
   * @param sample products by user, for a new database
   */
  public static <S extends GuardedSettings> ServiceDefinition<S> definition(
      String name, Class<S> settings, Map<Long, List<Integer>> sample) {
    return ShopVerticle.definition(
        name, settings, rows(name, sample), (endpoint, given) -> open(name, endpoint));
  }

  private static SampleRows rows(String table, Map<Long, List<Integer>> sample) {
    return new SampleRows(
        table,
        "insert into " + table + " (user_id, product_id) values (?, ?)",
        insert -> {
          for (Map.Entry<Long, List<Integer>> user : sample.entrySet()) {
            for (int product : user.getValue()) {
              insert.setLong(1, user.getKey());
              insert.setInt(2, product);
              insert.addBatch();
            }
          }
        });
  }

  private static void open(String name, ServiceEndpoint endpoint) {
    UserProductsTable table = new UserProductsTable(name, endpoint.database());
    endpoint
        .on(
            "list",
            context ->
                table.of(user(context)).map(UserProductsService::json).compose(context::cacheable))
        .on("add", context -> add(name, table, context))
        .on(
            "remove",
            context ->
                table
                    .remove(
                        user(context), product(context), context.preconditions()::requireOfUntagged)
                    .compose(gone -> context.done()))
        .serve(
            UserProducts::join,
            UserProducts.address(name),
            (UserProducts.Ask question) ->
                table.of(checked(question.userId())).map(UserProducts.Answer::new));
  }

  private static Future<?> add(String name, UserProductsTable table, RequestContext context) {
    return table
        .add(user(context), product(context), MOST, context.preconditions()::requireOfUntagged)
        .compose(
            there ->
                there
                    ? context.done()
                    : Future.failedFuture(
                        new ProblemException(
                            409,
                            "%s: user %d has %d products, and there is no room for more"
                                .formatted(name, user(context), MOST))));
  }

  private static long user(RequestContext context) {
    return context.number("user_id");
  }

  private static int product(RequestContext context) {
    return context.id("product_id", "product");
  }

  private static long checked(long user) {
    if (user < 1) {
      throw new ProblemException(400, "there is no user " + user + "; valid is 1 and more");
    }
    return user;
  }

  private static Buffer json(List<Integer> products) {
    return ListHandlers.json(
        products, (out, product) -> out.writeNumberField("product_id", product));
  }
}

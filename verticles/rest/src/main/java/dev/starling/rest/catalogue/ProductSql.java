package dev.starling.rest.catalogue;

import io.vertx.sqlclient.Tuple;

/** The statements about products. */
final class ProductSql {
  private static final String PRODUCT = "select product_id, product_name, brand_id from product";

  static final String ONE = PRODUCT + " where product_id = $1";

  /** The same, kept as it is until the transaction ends. */
  static final String LOCKED = ONE + " for update";

  static final String FIRST = PRODUCT + " order by product_id limit $1";
  static final String SOME = PRODUCT + " where product_id = any ($1) order by product_id";
  static final String ADD =
      "insert into product (product_name, brand_id) values ($1, $2)"
          + " returning product_id, product_name, brand_id";
  static final String REPLACE =
      "update product set product_name = $2, brand_id = $3 where product_id = $1"
          + " returning product_id, product_name, brand_id";

  /** Its SKUs go with it, by their reference to it. */
  static final String DELETE = "delete from product where product_id = $1";

  /** A product without SKUs is one row of nulls; one that does not exist is no row. */
  static final String SKUS =
      "select sku_id, product_size_name, product_color_name"
          + " from product left join (sku join product_size using (product_size_id)"
          + " join product_color using (product_color_id)) using (product_id)"
          + " where product_id = $1 order by sku_id";

  private ProductSql() {}

  static String select(Selection selection, boolean limited) {
    String brand = selection.brand().isPresent() ? " and brand_id = $2" : "";
    String limit = limited ? " limit $" + (selection.brand().isPresent() ? 3 : 2) : "";
    return PRODUCT + " where product_id > $1" + brand + " order by product_id" + limit;
  }

  static Tuple arguments(Selection selection) {
    Tuple arguments = Tuple.tuple().addInteger(selection.after());
    selection.brand().ifPresent(arguments::addInteger);
    return arguments;
  }
}

package dev.starling.rest.catalogue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.starling.core.problem.ProblemException;
import dev.starling.database.Database;
import dev.starling.database.DatabaseFailure;
import dev.starling.shop.Catalogue;
import dev.starling.web.http.Preconditions;
import dev.starling.web.json.JsonOutput;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The products in the database, as JSON from the rows they come in. */
public final class Products {
  /** SQLSTATE of a reference to what is not there. */
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  /** Rows that are in memory at a time. */
  private static final int ROWS_AT_ONCE = 500;

  private static final SerializedString PRODUCT_ID = new SerializedString("product_id");
  private static final SerializedString PRODUCT_NAME = new SerializedString("product_name");
  private static final SerializedString BRAND_ID = new SerializedString("brand_id");

  private final Database database;

  /** Where a long answer goes. */
  public interface Reader {
    /**
     * Takes some products, as JSON with commas between them.
     *
     * @return completes when it can take more
     */
    Future<Void> take(Buffer products);

    /** There are no more. */
    Future<Void> end();
  }

  public Products(Database database) {
    this.database = database;
  }

  /** One; fails with a 404. */
  public Future<Buffer> find(int id) {
    return database
        .run(client -> client.preparedQuery(ProductSql.ONE).execute(Tuple.of(id)))
        .map(rows -> json(id, rows));
  }

  /** A page, by id. */
  public Future<ProductPage> page(Selection selection, int limit) {
    return database
        .run(
            client ->
                client
                    .preparedQuery(ProductSql.select(selection, true))
                    .execute(ProductSql.arguments(selection).addInteger(limit + 1)))
        .map(rows -> page(rows, limit));
  }

  /** All of them, by id, as they were at one moment. */
  public Future<Void> stream(Selection selection, Reader reader) {
    return database.stream(
            connection ->
                connection
                    .prepare(ProductSql.select(selection, false))
                    .map(statement -> statement.cursor(ProductSql.arguments(selection)))
                    .compose(
                        cursor ->
                            rest(cursor, reader).eventually(() -> closed(cursor, connection))))
        .compose(read -> reader.end());
  }

  private static Future<Void> rest(Cursor cursor, Reader reader) {
    return cursor
        .read(ROWS_AT_ONCE)
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.<Void>succeededFuture()
                    : reader
                        .take(several(rows))
                        .compose(
                            taken ->
                                cursor.hasMore()
                                    ? rest(cursor, reader)
                                    : Future.succeededFuture()));
  }

  private static Future<Void> closed(Cursor cursor, SqlConnection connection) {
    return cursor.isClosed() ? Future.succeededFuture() : cursor.close();
  }

  /** Adds one; fails with a 422 when there is no such brand. */
  public Future<Entry> add(String name, int brand) {
    return database
        .write(client -> client.preparedQuery(ProductSql.ADD).execute(Tuple.of(name, brand)))
        .map(rows -> new Entry(rows.iterator().next().getInteger(0), only(rows)))
        .recover(failure -> withoutBrand(failure, brand));
  }

  /** Changes one; fails with a 404, a 412, or a 422 when there is no such brand. */
  public Future<Buffer> replace(int id, String name, int brand, Preconditions conditions) {
    return change(
            id,
            conditions,
            client -> client.preparedQuery(ProductSql.REPLACE).execute(Tuple.of(id, name, brand)))
        .map(rows -> json(id, rows))
        .recover(failure -> withoutBrand(failure, brand));
  }

  /** Deletes one and its SKUs; fails with a 404 or a 412. */
  public Future<Void> delete(int id, Preconditions conditions) {
    return change(
            id, conditions, client -> client.preparedQuery(ProductSql.DELETE).execute(Tuple.of(id)))
        .map(
            result -> {
              if (result.rowCount() == 0) {
                throw missing(id);
              }
              return null;
            });
  }

  /** Changes one by a statement; where there are conditions, in one transaction with them. */
  private Future<RowSet<Row>> change(
      int id, Preconditions conditions, Function<SqlClient, Future<RowSet<Row>>> statement) {
    if (conditions.areNone()) {
      return database.write(statement);
    }
    return database.transaction(
        connection ->
            connection
                .preparedQuery(ProductSql.LOCKED)
                .execute(Tuple.of(id))
                .compose(
                    rows -> {
                      conditions.require(Optional.of(json(id, rows)));
                      return statement.apply(connection);
                    }));
  }

  /** The SKUs of one, by id; fails with a 404. */
  public Future<Buffer> skus(int id) {
    return database
        .run(client -> client.preparedQuery(ProductSql.SKUS).execute(Tuple.of(id)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw missing(id);
              }
              return Skus.json(rows);
            });
  }

  /** Answer to another service. */
  public Future<Catalogue.Answer> answer(Catalogue.Ask question) {
    List<Integer> ids = question.ids();
    if (ids.size() > Catalogue.MOST || question.limit() > Catalogue.MOST) {
      throw new ProblemException(400, "at most " + Catalogue.MOST + " products are answered");
    }
    return database
        .run(
            client ->
                ids.isEmpty()
                    ? client.preparedQuery(ProductSql.FIRST).execute(Tuple.of(question.limit()))
                    : client
                        .preparedQuery(ProductSql.SOME)
                        .execute(Tuple.of(ids.toArray(Integer[]::new))))
        .map(Products::listed);
  }

  private static Catalogue.Answer listed(RowSet<Row> rows) {
    List<Catalogue.Product> products = new ArrayList<>(rows.size());
    for (Row row : rows) {
      products.add(new Catalogue.Product(row.getInteger(0), row.getString(1), row.getInteger(2)));
    }
    return new Catalogue.Answer(products);
  }

  private static ProductPage page(RowSet<Row> rows, int limit) {
    JsonOutput output = new JsonOutput().add(JsonGenerator::writeStartArray);
    int count = 0;
    int last = 0;
    for (Row row : rows) {
      if (++count <= limit) {
        output.add(out -> write(row, out));
        last = row.getInteger(0);
      }
    }
    return new ProductPage(
        output.add(JsonGenerator::writeEndArray).finish(),
        count > limit ? OptionalInt.of(last) : OptionalInt.empty());
  }

  /** As {@link #page}, without the brackets. */
  private static Buffer several(RowSet<Row> rows) {
    Buffer array = page(rows, rows.size()).json();
    return array.slice(1, array.length() - 1);
  }

  private static Buffer json(int id, RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw missing(id);
    }
    return only(rows);
  }

  private static Buffer only(RowSet<Row> rows) {
    return JsonOutput.of(out -> write(rows.iterator().next(), out));
  }

  private static void write(Row row, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeFieldName(PRODUCT_ID);
    out.writeNumber(row.getInteger(0));
    out.writeFieldName(PRODUCT_NAME);
    out.writeString(row.getString(1));
    out.writeFieldName(BRAND_ID);
    out.writeNumber(row.getInteger(2));
    out.writeEndObject();
  }

  private static ProblemException missing(int id) {
    return new ProblemException(404, "there is no product " + id);
  }

  private static <T> Future<T> withoutBrand(Throwable failure, int brand) {
    return failure instanceof DatabaseFailure database
            && database.state().equals(FOREIGN_KEY_VIOLATION)
        ? Future.failedFuture(new ProblemException(422, "there is no brand " + brand))
        : Future.failedFuture(failure);
  }
}

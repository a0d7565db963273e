package dev.starling.rest.catalogue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.starling.core.problem.ProblemException;
import dev.starling.database.Database;
import dev.starling.web.http.Preconditions;
import dev.starling.web.json.JsonOutput;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.Optional;

/** The brands in the database, as JSON from the rows they come in. */
public final class Brands {
  private static final String ALL = "select brand_id, brand_name from brand order by brand_id";
  private static final String ONE = "select brand_id, brand_name from brand where brand_id = $1";
  private static final String ADD =
      "insert into brand (brand_name) values ($1) returning brand_id, brand_name";

  /** Others may read, and add when the transaction has ended. */
  private static final String LOCK = "lock table brand in share row exclusive mode";

  private static final SerializedString BRAND_ID = new SerializedString("brand_id");
  private static final SerializedString BRAND_NAME = new SerializedString("brand_name");

  private final Database database;

  public Brands(Database database) {
    this.database = database;
  }

  /** All, by id. */
  public Future<Buffer> all() {
    return database.run(Brands::all);
  }

  private static Future<Buffer> all(SqlClient client) {
    return client
        .preparedQuery(ALL)
        .collecting(JsonOutput.array(Brands::write))
        .execute()
        .map(SqlResult::value);
  }

  /** One; fails with a 404. */
  public Future<Buffer> find(int id) {
    return database
        .run(client -> client.preparedQuery(ONE).execute(Tuple.of(id)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw new ProblemException(404, "there is no brand " + id);
              }
              return json(rows);
            });
  }

  /**
   * Adds one; fails with a 412.
   *
   * @param conditions on the list of all brands
   */
  public Future<Entry> add(String name, Preconditions conditions) {
    return (conditions.areNone()
            ? database.write(client -> add(client, name))
            : database.transaction(connection -> add(connection, name, conditions)))
        .map(rows -> new Entry(rows.iterator().next().getInteger(0), json(rows)));
  }

  private static Future<RowSet<Row>> add(
      SqlClient connection, String name, Preconditions conditions) {
    return connection
        .query(LOCK)
        .execute()
        .compose(locked -> all(connection))
        .compose(
            brands -> {
              conditions.require(Optional.of(brands));
              return add(connection, name);
            });
  }

  private static Future<RowSet<Row>> add(SqlClient client, String name) {
    return client.preparedQuery(ADD).execute(Tuple.of(name));
  }

  private static Buffer json(RowSet<Row> rows) {
    return JsonOutput.of(out -> write(rows.iterator().next(), out));
  }

  private static void write(Row row, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeFieldName(BRAND_ID);
    out.writeNumber(row.getInteger(0));
    out.writeFieldName(BRAND_NAME);
    out.writeString(row.getString(1));
    out.writeEndObject();
  }
}

package dev.starling.bench.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.stream.Collector;

/**
 * What the catalogue is measured against: one connection to the database per event loop, with
 * statements prepared and pipelined, and rows written as JSON into the answer. No contract, no
 * checks, no deadlines, no headers but the one it takes; a failure is no answer at all.
 */
final class BareCatalogue extends VerticleBase {
  private static final int PIPELINED = 256;
  private static final int ENOUGH = 512;
  private static final String PRODUCTS = "/products";
  private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("application/json");
  private static final JsonFactory FACTORY = new JsonFactory();

  private final int port;
  private final String database;
  private PreparedQuery<SqlResult<Buffer>> brands;
  private PreparedQuery<RowSet<Row>> product;
  private PreparedQuery<RowSet<Row>> newProduct;

  BareCatalogue(int port, String database) {
    this.port = port;
    this.database = database;
  }

  @Override
  public Future<?> start() {
    return PgConnection.connect(
            vertx, PgConnectOptions.fromUri(database).setPipeliningLimit(PIPELINED))
        .compose(this::prepare)
        .compose(
            prepared ->
                vertx.createHttpServer().requestHandler(this::handle).listen(port, "127.0.0.1"));
  }

  private Future<?> prepare(PgConnection connection) {
    return Future.all(
            connection.prepare("select brand_id, brand_name from brand order by brand_id"),
            connection.prepare(
                "select product_id, product_name, brand_id from product where product_id = $1"),
            connection.prepare(
                "insert into product (product_name, brand_id) values ($1, $2)"
                    + " returning product_id, product_name, brand_id"))
        .onSuccess(
            statements -> {
              brands = statements.<PreparedStatement>resultAt(0).query().collecting(Json.brands());
              product = statements.<PreparedStatement>resultAt(1).query();
              newProduct = statements.<PreparedStatement>resultAt(2).query();
            });
  }

  private void handle(HttpServerRequest request) {
    if (request.method() == HttpMethod.POST) {
      request.body().onSuccess(body -> add(request, body.toJsonObject()));
    } else if (request.path().startsWith(PRODUCTS)) {
      one(request, Integer.parseInt(request.path().substring(PRODUCTS.length() + 1)));
    } else {
      brands.execute().onSuccess(rows -> answer(request, 200, rows.value()));
    }
  }

  private void one(HttpServerRequest request, int id) {
    product.execute(Tuple.of(id)).onSuccess(rows -> answer(request, 200, rows.iterator().next()));
  }

  private void add(HttpServerRequest request, JsonObject body) {
    newProduct
        .execute(Tuple.of(body.getString("product_name"), body.getInteger("brand_id")))
        .onSuccess(
            rows -> {
              Row row = rows.iterator().next();
              request
                  .response()
                  .putHeader(HttpHeaders.LOCATION, PRODUCTS + "/" + row.getInteger(0));
              answer(request, 201, row);
            });
  }

  private static void answer(HttpServerRequest request, int status, Row product) {
    answer(request, status, new Json().product(product).finish());
  }

  private static void answer(HttpServerRequest request, int status, Buffer json) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
        .end(json);
  }

  /** Rows as JSON. */
  private static final class Json {
    private final ByteBuf bytes = Unpooled.buffer(ENOUGH);
    private final JsonGenerator out;

    Json() {
      try {
        out = FACTORY.createGenerator((OutputStream) new ByteBufOutputStream(bytes));
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    static Collector<Row, Json, Buffer> brands() {
      return Collector.of(
          () -> new Json().begin(),
          Json::brand,
          (left, right) -> {
            throw new UnsupportedOperationException("not in parallel");
          },
          Json::finish);
    }

    Json begin() {
      try {
        out.writeStartArray();
        return this;
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    void brand(Row row) {
      try {
        out.writeStartObject();
        out.writeNumberField("brand_id", row.getInteger(0));
        out.writeStringField("brand_name", row.getString(1));
        out.writeEndObject();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    Json product(Row row) {
      try {
        out.writeStartObject();
        out.writeNumberField("product_id", row.getInteger(0));
        out.writeStringField("product_name", row.getString(1));
        out.writeNumberField("brand_id", row.getInteger(2));
        out.writeEndObject();
        return this;
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    /** Closes the array, if there is one. */
    Buffer finish() {
      try {
        out.close();
        return BufferInternal.buffer(bytes);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}

package dev.starling.rest.web;

import dev.starling.openapi.RequestContext;
import dev.starling.rest.catalogue.Products;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;

/**
 * Sends products as they come out of the database, and lets no more come than the client takes in.
 * A client that takes nothing in for long is broken off: it holds a connection to the database.
 */
final class ProductStream implements Products.Reader {
  private static final long STALL_SECONDS = 10;

  private final HttpServerResponse response;
  private boolean begun;

  ProductStream(RequestContext context) {
    this.response = context.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
  }

  /** Answers with the head alone. */
  Future<Void> head() {
    return response.end();
  }

  @Override
  public Future<Void> take(Buffer rows) {
    if (!begun) {
      begun = true;
      response.setChunked(true);
      response.write("[");
    } else {
      response.write(",");
    }
    response.write(rows);
    return taken();
  }

  @Override
  public Future<Void> end() {
    return begun ? response.end("]") : response.end("[]");
  }

  private Future<Void> taken() {
    if (response.closed()) {
      return Future.failedFuture("the client is gone");
    }
    if (!response.writeQueueFull()) {
      return Future.succeededFuture();
    }
    Promise<Void> room = Promise.promise();
    response.drainHandler(drained -> room.tryComplete());
    response.exceptionHandler(room::tryFail);
    return room.future().timeout(STALL_SECONDS, TimeUnit.SECONDS);
  }
}

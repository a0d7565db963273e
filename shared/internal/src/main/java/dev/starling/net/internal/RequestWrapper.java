package dev.starling.net.internal;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;

/**
 * A request that stands in for Vert.x's own. Vert.x's other parts, such as its router, take only
 * requests of its internal type, and it publishes no base class for such.
 */
public abstract class RequestWrapper extends HttpServerRequestWrapper {
  private final HttpServerRequest wrapped;

  protected RequestWrapper(HttpServerRequest request) {
    super((HttpServerRequestInternal) request);
    this.wrapped = request;
  }

  /** The request that this stands in for. */
  protected final HttpServerRequest wrapped() {
    return wrapped;
  }

  /** The context that the request is handled on; {@link #context()} is of an internal type. */
  protected final io.vertx.core.Context handledOn() {
    return context();
  }

  /** Metric of a request in Vert.x; null without metrics. */
  public static Object metric(HttpServerRequest request) {
    return ((HttpServerRequestInternal) request).metric();
  }
}

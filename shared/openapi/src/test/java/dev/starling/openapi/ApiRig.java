package dev.starling.openapi;

import dev.starling.testing.HttpTestClient;
import dev.starling.web.auth.BearerTokens;
import dev.starling.web.http.HttpEndpoint;
import dev.starling.web.http.HttpServers;
import dev.starling.web.http.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The contract {@code items.yaml}, each of whose operations answers with what it was given. */
final class ApiRig {
  private static final long SECONDS = 60;
  private static final int FRAME = 1_024;

  private ApiRig() {}

  static Future<Api> api(Vertx vertx) {
    return Api.load(vertx, "/dev/starling/openapi/items.yaml")
        .map(
            api ->
                api.on("listItems", ApiRig::listItems)
                    .on("createItem", context -> context.json(context.body().toBuffer()))
                    .on("getItem", context -> context.json(id(context).toBuffer()))
                    .on("deleteName", ApiRig::deleteName));
  }

  private static JsonObject id(RequestContext context) {
    return new JsonObject().put("id", context.id("id", "item"));
  }

  private static Future<?> listItems(RequestContext context) {
    TreeMap<String, Object> given = new TreeMap<>();
    given.put("limit", context.number("limit"));
    given.put("ids", new JsonArray(context.numbers("ids")));
    context.text("q").ifPresent(text -> given.put("q", text));
    return context.json(new JsonObject(given).toBuffer());
  }

  private static Future<?> deleteName(RequestContext context) {
    context.response().putHeader("name", context.text("name").orElseThrow());
    return context.done();
  }

  /** Serves an API on a free port. */
  static HttpTestClient serve(Vertx vertx, Api api) throws TimeoutException {
    Router router = Problems.router(vertx);
    api.mount(router);
    return serve(vertx, router);
  }

  /** Serves what a router has on a free port. */
  static HttpTestClient serve(Vertx vertx, Router router) throws TimeoutException {
    int port =
        HttpEndpoint.plain(vertx, HttpServers.http(Optional.empty(), FRAME), router)
            .listen(0, "127.0.0.1")
            .await(SECONDS, TimeUnit.SECONDS)
            .actualPort();
    return new HttpTestClient("127.0.0.1:" + port);
  }

  /** Serves all of it. */
  static HttpTestClient serve(Vertx vertx, Optional<BearerTokens> tokens) throws TimeoutException {
    Api api = api(vertx).await(SECONDS, TimeUnit.SECONDS);
    return serve(vertx, api.guardedBy(tokens));
  }
}

package dev.starling.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.HttpTestClient;
import dev.starling.web.http.Problems;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A contract's operations on a router that has other handlers, too. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
class ApiRouterTest {
  private Router router;
  private Api api;
  private HttpTestClient http;

  @BeforeEach
  void serve(Vertx vertx) throws TimeoutException {
    router = Problems.router(vertx);
    http = ApiRig.serve(vertx, router);
    api =
        Api.load(vertx, "/dev/starling/openapi/things.yaml")
            .await(60, TimeUnit.SECONDS)
            .on("listThings", context -> context.json(Buffer.buffer("list")))
            .on("addThing", RequestContext::done)
            .on("allThings", context -> context.json(Buffer.buffer("all")))
            .on("getThing", context -> context.json(Buffer.buffer("" + context.id("id", "thing"))));
  }

  @Test
  void a_path_without_parameters_comes_before_one_with() throws IOException {
    api.mount(router);
    assertThat(http.get("/things/all").body()).isEqualTo("all");
    assertThat(http.get("/things/7").body()).isEqualTo("7");
    assertThat(http.get("/things/x").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "DELETE", "OPTIONS"})
  void a_slash_at_the_end_is_another_path_for_every_method(String method) throws IOException {
    api.mount(router);
    assertThat(ask(method, "/things/").statusCode()).isEqualTo(404);
    assertThat(ask(method, "/things/7/").statusCode()).isEqualTo(404);
    assertThat(ask(method, "/openapi.yaml/").statusCode()).isEqualTo(404);
  }

  @Test
  void routes_beside_the_contract_share_its_paths_and_its_answers() throws IOException {
    api.mount(router);
    router.get("/hello").handler(context -> context.end("hello"));
    router.delete("/things/:id").handler(context -> context.response().setStatusCode(204).end());
    assertThat(http.get("/hello").body()).isEqualTo("hello");
    assertThat(ask("DELETE", "/things/7").statusCode()).isEqualTo(204);
    assertThat(http.get("/things/7").body()).isEqualTo("7");
    assertThat(allowed("/things/7")).isEqualTo("DELETE, GET, HEAD, OPTIONS");
  }

  @Test
  void handlers_before_the_contract_see_its_requests_first() throws IOException {
    router
        .route("/things/*")
        .handler(
            context -> {
              context.response().putHeader("X-Seen", "yes");
              context.next();
            });
    api.mount(router);
    assertThat(http.get("/things/7").headers().firstValue("X-Seen")).contains("yes");
    assertThat(http.get("/things/7").body()).isEqualTo("7");
    // It has no method of its own.
    assertThat(allowed("/things/7")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(http.get("/things/7/8").statusCode()).isEqualTo(404);
  }

  private String allowed(String path) throws IOException {
    HttpResponse<String> answer = ask("PUT", path);
    assertThat(answer.statusCode()).isEqualTo(405);
    return answer.headers().firstValue("Allow").orElseThrow();
  }

  private HttpResponse<String> ask(String method, String path) throws IOException {
    return http.send(http.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
  }
}

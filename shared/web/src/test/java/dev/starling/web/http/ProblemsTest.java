package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ProblemsTest {
  private Router router;
  private final FrontRig rig = FrontRig.of(request -> router.handle(request));

  ProblemsTest() {
    router = Problems.router(rig.vertx);
    router
        .get("/things/:id")
        .handler(
            context ->
                context.response().end(context.pathParam("id") + "?" + context.queryParam("q")));
    router.put("/things/:id").handler(context -> context.response().end());
    router.post("/things").handler(context -> context.response().end());
    router
        .get("/bomb")
        .handler(
            context -> {
              throw new IllegalStateException("a bomb");
            });
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_wrong_method_is_told_the_right_ones() throws IOException {
    String answer = ask("DELETE", "/things/7");
    assertThat(answer).startsWith("HTTP/1.1 405 ").contains("application/problem+json");
    assertThat(HttpEndpointTest.header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS, PUT");
    assertThat(HttpEndpointTest.header(ask("GET", "/things"), "Allow")).isEqualTo("OPTIONS, POST");
  }

  @Test
  void options_says_what_is_possible() throws IOException {
    String answer = ask("OPTIONS", "/things/7");
    assertThat(answer).startsWith("HTTP/1.1 204 ");
    assertThat(HttpEndpointTest.header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS, PUT");
    assertThat(ask("OPTIONS", "/nothing")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void a_route_with_a_name_that_is_no_expression_spoils_no_answer() throws IOException {
    router.getWithRegex("/\\d+").setName("numbers (all").handler(context -> context.end());
    String answer = ask("DELETE", "/things/7");
    assertThat(answer).startsWith("HTTP/1.1 405 ");
    assertThat(HttpEndpointTest.header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS, PUT");
  }

  @Test
  void the_methods_of_every_kind_of_route_are_told() throws IOException {
    assertThat(ask("PUT", "/late")).startsWith("HTTP/1.1 404 ");
    router.getWithRegex("/(?<year>\\d{4})").handler(context -> context.response().end());
    router.delete("/files/*").handler(context -> context.response().end());
    Routes.exactly(router, "/exact").method(HttpMethod.PATCH).handler(context -> context.end());
    Router mounted = Router.router(rig.vertx);
    mounted.get("/:name").handler(context -> context.end("mounted"));
    router.route("/sub/*").subRouter(mounted);
    assertThat(allowed("/2026")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(allowed("/files/a/b")).isEqualTo("DELETE, OPTIONS");
    assertThat(allowed("/exact")).isEqualTo("OPTIONS, PATCH");
    assertThat(ask("GET", "/sub/x")).endsWith("mounted");
    assertThat(allowed("/sub/x")).isEqualTo("GET, HEAD, OPTIONS");
    router.post("/exact").handler(context -> context.response().end());
    assertThat(allowed("/exact")).isEqualTo("OPTIONS, PATCH, POST");
  }

  @Test
  void an_exact_route_does_not_take_a_slash_at_the_end() throws IOException {
    Routes.exactly(router, "/exact").handler(context -> context.end("here"));
    assertThat(ask("GET", "/exact?x")).endsWith("here");
    assertThat(ask("GET", "/exact/")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void an_empty_host_is_no_reason_to_refuse() throws IOException {
    assertThat(rig.talk("GET /things/7 HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void head_is_answered_wherever_get_is() throws IOException {
    String get = ask("GET", "/things/7?q=a");
    String head = ask("HEAD", "/things/7?q=a");
    assertThat(get).endsWith("7?[a]");
    assertThat(head).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    assertThat(HttpEndpointTest.header(head, "content-length"))
        .isEqualTo(HttpEndpointTest.header(get, "content-length"));
    assertThat(ask("HEAD", "/things")).startsWith("HTTP/1.1 405 ");
  }

  @Test
  void a_handler_that_throws_is_a_500_that_tells_nothing() throws IOException {
    assertThat(ask("GET", "/bomb"))
        .startsWith("HTTP/1.1 500 ")
        .contains("it has been logged")
        .doesNotContain("a bomb");
  }

  private String allowed(String target) throws IOException {
    String answer = ask("PUT", target);
    assertThat(answer).startsWith("HTTP/1.1 405 ");
    return HttpEndpointTest.header(answer, "Allow");
  }

  private String ask(String method, String target) throws IOException {
    return rig.talk(method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }
}

package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

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
    router = Router.router(rig.vertx);
    Problems.install(router);
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

  private String ask(String method, String target) throws IOException {
    return rig.talk(method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }
}

package dev.starling.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.problem.DependencyFailure;
import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import dev.starling.testing.HttpTestClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class ApiTest {
  private HttpTestClient http;

  @BeforeEach
  void serve(Vertx vertx) throws TimeoutException {
    http = ApiRig.serve(vertx, Optional.empty());
  }

  private HttpResponse<String> send(String method, String path) throws IOException {
    return http.send(http.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(status);
  }

  @Test
  void an_operation_is_found_by_path_and_method() throws IOException {
    assertThat(http.get("/items/7?lang=en").body()).isEqualTo("{\"id\":7}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/nothing", "/items/", "/items/7/", "/items/7/8", "/Items", "//items"})
  void a_path_that_is_not_in_the_contract_is_404(String path) throws IOException {
    assertProblem(http.get(path), 404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/items|DELETE|GET, HEAD, OPTIONS, POST",
        "/items/7|POST|GET, HEAD, OPTIONS",
        "/names/ada|GET|DELETE, OPTIONS",
        "/names/ada|HEAD|DELETE, OPTIONS"
      })
  void another_method_is_405_with_those_that_are_allowed(String path, String method, String allowed)
      throws IOException {
    HttpResponse<String> answer = send(method, path);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
    if (!method.equals("HEAD")) {
      assertProblem(answer, 405);
    }
  }

  @Test
  void options_is_answered_with_the_methods_and_nothing_else() throws IOException {
    HttpResponse<String> answer = send("OPTIONS", "/items");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS, POST");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void head_is_answered_as_get_without_its_body() throws IOException {
    HttpResponse<String> get = http.get("/items/7?lang=en");
    HttpResponse<String> head = send("HEAD", "/items/7?lang=en");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Type"))
        .isEqualTo(get.headers().firstValue("Content-Type"));
  }

  @Test
  void the_contract_is_served_as_it_was_written() throws IOException {
    HttpResponse<String> contract = http.get("/openapi.yaml");
    assertThat(contract.headers().firstValue("Content-Type"))
        .hasValue("application/yaml; charset=utf-8");
    assertThat(contract.body()).startsWith("openapi: 3.1.0\n");
    HttpResponse<String> post = send("POST", "/openapi.yaml");
    assertProblem(post, 405);
    assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
    assertThat(http.get("/docs").statusCode()).isEqualTo(200);
  }

  @Test
  void an_operation_that_the_contract_does_not_have_cannot_be_bound(Vertx vertx) throws Exception {
    Api api = ApiRig.api(vertx).await(60, TimeUnit.SECONDS);
    assertThatThrownBy(() -> api.on("buyItem", RequestContext::done))
        .hasMessage("the contract has no operation buyItem");
  }

  @Test
  void an_operation_that_nothing_answers_is_a_mistake(Vertx vertx) throws Exception {
    Api api =
        Api.load(vertx, "/dev/starling/openapi/items.yaml")
            .await(60, TimeUnit.SECONDS)
            .on("listItems", RequestContext::done);
    assertThatThrownBy(() -> api.mount(Router.router(vertx)))
        .hasMessageContainingAll("createItem", "getItem", "deleteName");
  }

  private static final class Away extends DependencyFailure {
    private static final long serialVersionUID = 1L;

    Away() {
      super("database of host db-7 is away", null);
    }

    @Override
    public Optional<Problem> problem() {
      return Optional.of(Problem.of(503, "it is away"));
    }
  }

  private static HttpResponse<String> failed(Vertx vertx, OperationHandler handler)
      throws Exception {
    Api api = ApiRig.api(vertx).await(60, TimeUnit.SECONDS);
    return ApiRig.serve(vertx, api.on("getItem", handler)).get("/items/7?lang=en");
  }

  @Test
  void a_problem_is_told_as_it_is(Vertx vertx) throws Exception {
    HttpResponse<String> answer =
        failed(vertx, context -> Future.failedFuture(new ProblemException(409, "taken")));
    assertProblem(answer, 409);
    assertThat(answer.body()).contains("\"detail\":\"taken\"");
  }

  @Test
  void a_dependency_that_is_away_is_503_and_to_be_tried_again(Vertx vertx) throws Exception {
    HttpResponse<String> answer = failed(vertx, context -> Future.failedFuture(new Away()));
    assertProblem(answer, 503);
    assertThat(answer.body()).doesNotContain("db-7");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void any_other_failure_is_500_and_says_nothing_of_itself(Vertx vertx) throws Exception {
    HttpResponse<String> answer =
        failed(
            vertx,
            context -> {
              throw new IllegalStateException("secret");
            });
    assertProblem(answer, 500);
    assertThat(answer.body()).doesNotContain("secret");
  }
}

package dev.starling.openapi.testing;

import dev.starling.core.problem.Problem;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a service answered to a request. */
public record ContractAnswer(HttpRequest request, HttpResponse<String> response) {
  private static final Set<String> MEMBERS = Set.of("type", "title", "status", "detail");

  public int status() {
    return response.statusCode();
  }

  public String body() {
    return response.body();
  }

  /** The body, a JSON object. */
  public JsonObject object() {
    return new JsonObject(body());
  }

  /** The body, a JSON array. */
  public JsonArray array() {
    return new JsonArray(body());
  }

  /** A header's first value. */
  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /** The first of each header, as Vert.x reads them: as JSON, if it can. */
  Map<String, String> firstHeaders() {
    return response.headers().map().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, header -> quoted(header.getValue().get(0))));
  }

  private static String quoted(String header) {
    return header.contains("\"") ? Json.encode(header) : header;
  }

  /**
   * The detail of the problem (RFC 9457) that the answer must be.
   *
   * @throws AssertionError when it is none, or of another status
   */
  public String problem(int status) {
    check(status() == status, "it should be of status " + status);
    check(
        header("Content-Type").equals(Optional.of(Problem.MEDIA_TYPE)),
        "it should be " + Problem.MEDIA_TYPE);
    check(status != 405 || header("Allow").isPresent(), "it should have the header Allow");
    check(status != 503 || header("Retry-After").isPresent(), "it should have Retry-After");
    if (request.method().equals("HEAD")) {
      return "";
    }
    try {
      JsonObject problem = object();
      check(problem.fieldNames().equals(MEMBERS), "its members should be " + MEMBERS);
      check(problem.getInteger("status") == status, "its body should say status " + status);
      check(!problem.getString("title").isBlank(), "it should have a title");
      String detail = problem.getString("detail");
      check(detail.lines().count() == 1, "its detail should be one line");
      return detail;
    } catch (DecodeException | ClassCastException malformed) {
      throw new AssertionError(this + "\nis no problem: " + malformed.getMessage(), malformed);
    }
  }

  private void check(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError(this + "\n" + rule);
    }
  }

  @Override
  public String toString() {
    return "%s %s -> %d %s\n%s"
        .formatted(
            request.method(), request.uri(), status(), response.headers().map(), response.body());
  }
}

package dev.starling.openapi;

import dev.starling.core.problem.ProblemException;
import dev.starling.web.http.EntityTag;
import dev.starling.web.http.Preconditions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A request that fits the contract, and its answer. Belongs to the request's event loop. */
public final class RequestContext {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final int OK = 200;

  private final HttpServerRequest request;
  private final Map<String, Object> parameters;
  private final JsonObject body;

  RequestContext(HttpServerRequest request, Map<String, Object> parameters, JsonObject body) {
    this.request = request;
    this.parameters = parameters;
    this.body = body;
  }

  /** The request itself. */
  public HttpServerRequest request() {
    return request;
  }

  /** The answer, for what the methods below do not do. */
  public HttpServerResponse response() {
    return request.response();
  }

  /** Whether only the head of the answer is wanted. */
  public boolean wantsHeadOnly() {
    return request.method() == HttpMethod.HEAD;
  }

  /** The body; it is there when the contract says so. */
  public JsonObject body() {
    return body;
  }

  /**
   * A parameter that names something by its number.
   *
   * @param what is meant, for the text of the 404
   * @throws ProblemException 404 when the number is one that nothing can have
   */
  public int id(String name, String what) {
    Object value = parameters.get(name);
    if (value instanceof Long number && number > 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw new ProblemException(
        404, "there is no " + what + (value instanceof Long ? " " + value : " with such an id"));
  }

  /** A whole number that the contract keeps within the bounds of a long. */
  public long number(String name) {
    return ((Number) parameters.get(name)).longValue();
  }

  /** An optional number that the contract keeps within the bounds of an int. */
  public OptionalInt optional(String name) {
    return parameters.get(name) instanceof Number number
        ? OptionalInt.of(number.intValue())
        : OptionalInt.empty();
  }

  /** A list of numbers that the contract keeps within the bounds of an int. */
  public List<Integer> numbers(String name) {
    return parameters.get(name) instanceof JsonArray list
        ? list.stream().map(value -> ((Number) value).intValue()).toList()
        : List.of();
  }

  /** Of a list of whole numbers those that something can have as its id, each once. */
  public List<Integer> ids(String name) {
    return parameters.get(name) instanceof JsonArray list
        ? list.stream()
            .filter(value -> value instanceof Long id && id > 0 && id <= Integer.MAX_VALUE)
            .map(value -> ((Long) value).intValue())
            .distinct()
            .toList()
        : List.of();
  }

  /** An optional text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable((String) parameters.get(name));
  }

  /** Answers 200 with JSON. */
  public Future<Void> json(Buffer json) {
    return json(OK, json);
  }

  /** Answers with JSON. */
  public Future<Void> json(int status, Buffer json) {
    return response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(json);
  }

  /**
   * Answers GET or HEAD with JSON and its entity tag; 304 or 412 when the request sets conditions
   * that want it so (RFC 9110, section 13.2.2).
   */
  public Future<Void> cacheable(Buffer json) {
    response()
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    return Preconditions.answer(request, EntityTag.of(json), json);
  }

  /** The conditions that a request to change something sets. */
  public Preconditions preconditions() {
    return Preconditions.of(request);
  }

  /** Answers 204. */
  public Future<Void> done() {
    return response().setStatusCode(204).end();
  }
}

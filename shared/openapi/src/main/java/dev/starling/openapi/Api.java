package dev.starling.openapi;

import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import dev.starling.web.auth.Bearer;
import dev.starling.web.auth.BearerTokens;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Answers the operations of a contract: routes by it, checks every request against it, and serves
 * it at {@code /openapi.yaml} and, for people, at {@code /docs}. Belongs to one event loop, which
 * it checks requests on; Vert.x's own validator of requests takes a worker thread for each.
 */
public final class Api implements Handler<HttpServerRequest> {
  private final Contract contract;
  private final Docs docs;
  private final Map<String, OperationBinding> entrances = new HashMap<>();
  private Optional<BearerTokens> guard = Optional.empty();
  private Handler<HttpServerRequest> otherwise = Api::notFound;

  private Api(Contract contract) {
    this.contract = contract;
    this.docs = new Docs(contract);
  }

  /**
   * The API of a document on the class path, without any action yet.
   *
   * @param resource absolute name on the class path
   */
  public static Future<Api> load(Vertx vertx, String resource) {
    return Contract.load(vertx, resource).map(Api::new);
  }

  /**
   * Has an action answer an operation.
   *
   * @param operationId as the contract names it
   * @throws IllegalArgumentException when the contract has no such operation
   */
  public Api on(String operationId, OperationHandler action) {
    Operation operation = contract.document().operation(operationId);
    if (operation == null) {
      throw new IllegalArgumentException("the contract has no operation " + operationId);
    }
    entrances.put(operationId, new OperationBinding(contract.document(), operation, action));
    return this;
  }

  /** Lets in to operations that the contract secures only who has a valid token. */
  public Api guardedBy(Optional<BearerTokens> tokens) {
    guard = tokens;
    return this;
  }

  /** Has paths that are not in the contract, such as pages, answered elsewhere. */
  public Api otherwise(Handler<HttpServerRequest> handler) {
    otherwise = handler;
    return this;
  }

  /**
   * Closes the list of actions.
   *
   * @throws IllegalStateException when an operation of the contract has none
   */
  public Api complete() {
    String missing =
        contract.document().operations().stream()
            .map(Operation::getOperationId)
            .filter(id -> !entrances.containsKey(id))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("nothing answers " + missing);
    }
    return this;
  }

  @Override
  public void handle(HttpServerRequest request) {
    String url = request.path();
    Path path = url == null || url.isEmpty() ? null : find(url);
    if (path == null) {
      if (!docs.answer(request)) {
        otherwise.handle(request);
      }
      return;
    }
    request.routed(path.getName());
    HttpMethod method = answeredAs(request);
    for (Operation operation : path.getOperations()) {
      if (operation.getHttpMethod().equals(method)) {
        answer(request, entrances.get(operation.getOperationId()));
        return;
      }
    }
    otherMethod(request, path);
  }

  private Path find(String url) {
    // Vert.x would not see the last slash of a path with parameters.
    return url.endsWith("/") && url.length() > 1 ? null : contract.document().findPath(url);
  }

  private void answer(HttpServerRequest request, OperationBinding binding) {
    try {
      admitted(request, binding)
          .compose(context -> binding.action().handle(context))
          .onFailure(failure -> FailureHandler.answer(request, failure));
    } catch (RuntimeException failure) {
      FailureHandler.answer(request, failure);
    }
  }

  private Future<RequestContext> admitted(HttpServerRequest request, OperationBinding binding) {
    List<String> faults = new ArrayList<>();
    Map<String, Object> parameters = binding.parameters().read(request, faults);
    if (!binding.secured() || guard.isEmpty()) {
      return binding.hasBody()
          ? Body.read(request).map(body -> call(request, binding, parameters, faults, body))
          : Future.succeededFuture(call(request, binding, parameters, faults, null));
    }
    // The token is checked before validation and 100 Continue, so that 401 comes first.
    request.pause();
    Future<Bearer> admitted = guard.get().check(request);
    Future<RequestContext> context =
        admitted
            .compose(
                bearer ->
                    binding.hasBody() ? Body.read(request) : Future.succeededFuture((Buffer) null))
            .map(body -> call(request, binding, parameters, faults, body));
    admitted.onComplete(checked -> request.resume());
    return context;
  }

  private static RequestContext call(
      HttpServerRequest request,
      OperationBinding binding,
      Map<String, Object> parameters,
      List<String> faults,
      Buffer body) {
    JsonObject object = body == null ? null : binding.body(body, faults);
    if (!faults.isEmpty()) {
      throw new ProblemException(400, String.join("; ", faults));
    }
    return new RequestContext(request, parameters, object);
  }

  /** HEAD is answered as GET is, save for the body (RFC 9110, section 9.3.2). */
  private static HttpMethod answeredAs(HttpServerRequest request) {
    return request.method() == HttpMethod.HEAD ? HttpMethod.GET : request.method();
  }

  private static void otherMethod(HttpServerRequest request, Path path) {
    TreeSet<String> allowed = new TreeSet<>(List.of("OPTIONS"));
    path.getOperations().forEach(operation -> allowed.add(operation.getHttpMethod().name()));
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    request.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
    if (request.method() == HttpMethod.OPTIONS) {
      request.response().setStatusCode(204).end();
    } else {
      Problem.of(405, request.path() + " does not know " + answeredAs(request))
          .send(request.response());
    }
  }

  private static void notFound(HttpServerRequest request) {
    Problem.of(404, "there is nothing at " + request.path()).send(request.response());
  }
}

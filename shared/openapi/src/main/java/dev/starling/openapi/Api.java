package dev.starling.openapi;

import dev.starling.core.problem.ProblemException;
import dev.starling.web.auth.Bearer;
import dev.starling.web.auth.BearerTokens;
import dev.starling.web.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The operations of a contract as routes of a router: every request is checked against the
 * contract, which is served at {@code /openapi.yaml} and, for people, at {@code /docs}. Belongs to
 * one event loop, which it checks requests on; Vert.x's own validator of requests takes a worker
 * thread for each.
 */
public final class Api {
  private final Contract contract;
  private final Map<String, OperationBinding> bindings = new HashMap<>();
  private Optional<BearerTokens> guard = Optional.empty();

  private Api(Contract contract) {
    this.contract = contract;
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
    bindings.put(operationId, new OperationBinding(contract.document(), operation, action));
    return this;
  }

  /** Requires a valid token for the operations that the contract secures. */
  public Api guardedBy(Optional<BearerTokens> tokens) {
    guard = tokens;
    return this;
  }

  /**
   * Adds the operations, the contract and its page to a router. Handlers that the router has before
   * see requests first; routes that it gets later are for what is not in the contract.
   *
   * @param router with {@link dev.starling.web.http.Problems} installed
   * @throws IllegalStateException when nothing handles an operation of the contract
   */
  public void mount(Router router) {
    String missing =
        contract.document().operations().stream()
            .map(Operation::getOperationId)
            .filter(id -> !bindings.containsKey(id))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("nothing answers " + missing);
    }
    // In this order: paths without parameters come before those with.
    contract.document().getPaths().forEach(path -> mount(path, router));
    new Docs(contract).mount(router);
  }

  private void mount(Path path, Router router) {
    Map<HttpMethod, OperationBinding> byMethod = new HashMap<>();
    for (Operation operation : path.getOperations()) {
      byMethod.put(operation.getHttpMethod(), bindings.get(operation.getOperationId()));
    }
    if (byMethod.containsKey(HttpMethod.GET)) {
      // HEAD is answered as GET is, save for the body (RFC 9110, section 9.3.2).
      byMethod.putIfAbsent(HttpMethod.HEAD, byMethod.get(HttpMethod.GET));
    }
    if (!byMethod.isEmpty()) {
      String template = path.getOperations().get(0).getAbsoluteOpenAPIPath();
      Route route = Routes.matching(router, PathTemplate.regex(template), path.getName());
      byMethod.keySet().forEach(route::method);
      route.handler(context -> answer(context.request(), byMethod.get(context.request().method())));
    }
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
}

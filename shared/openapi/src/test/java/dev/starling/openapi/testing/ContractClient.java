package dev.starling.openapi.testing;

import dev.starling.core.problem.Problem;
import dev.starling.openapi.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.validation.ResponseParameter;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTP client that holds a service to its contract: every answer to an operation of the OpenAPI
 * document must be one that the document has, with the headers and the body that it says, and every
 * other answer a problem. A module that uses it needs {@code io.vertx:vertx-openapi}.
 */
public final class ContractClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String origin;
  private final Contract contract;
  private final ResponseValidator validator;

  /**
   * A client of a service on this host.
   *
   * @param resource the contract, by its absolute name on the class path
   */
  public ContractClient(int port, String resource) throws TimeoutException {
    origin = "http://127.0.0.1:" + port;
    contract = Contract.load(vertx, resource).await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    validator = ResponseValidator.create(vertx, contract.document());
  }

  /** The answer to a GET. */
  public ContractAnswer get(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  /** The answer to a request with a JSON body. */
  public ContractAnswer send(String method, String path, String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = to(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (json == null) {
      return send(request.method(method, HttpRequest.BodyPublishers.noBody()));
    }
    return send(
        request
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  /** A request for {@link #send(HttpRequest.Builder)}, without method and body yet. */
  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(origin + path)).timeout(PATIENCE);
  }

  /**
   * Sends any request.
   *
   * @throws AssertionError when the answer is not as the contract has it
   */
  public ContractAnswer send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    ContractAnswer answer =
        new ContractAnswer(request, http.send(request, HttpResponse.BodyHandlers.ofString()));
    Optional<Operation> operation = operation(request.method(), request.uri().getRawPath());
    if (operation.isEmpty()) {
      outside(answer);
    } else if (!request.method().equals("HEAD")) {
      check(operation.get(), answer);
    }
    return answer;
  }

  private Optional<Operation> operation(String method, String url) {
    Path path = contract.document().findPath(url);
    HttpMethod wanted = HttpMethod.valueOf(method.equals("HEAD") ? "GET" : method);
    return path == null
        ? Optional.empty()
        : path.getOperations().stream()
            .filter(operation -> operation.getHttpMethod().equals(wanted))
            .findFirst();
  }

  /** An answer to what the contract does not have: a problem, unless it is a page or options. */
  private static void outside(ContractAnswer answer) {
    if (answer.status() >= 400) {
      answer.problem(answer.status());
    }
  }

  private void check(Operation operation, ContractAnswer answer) {
    if (answer.status() >= 400) {
      answer.problem(answer.status());
    }
    String type = answer.header("Content-Type").orElse(null);
    ValidatableResponse response =
        type == null
            ? ValidatableResponse.create(answer.status(), answer.firstHeaders())
            : ValidatableResponse.create(
                answer.status(),
                answer.firstHeaders(),
                Buffer.buffer(answer.body()),
                type.equals(Problem.MEDIA_TYPE) ? Contract.PROBLEM : type);
    try {
      validator
          .validate(new AnyCase(response), operation.getOperationId())
          .await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException | TimeoutException breach) {
      throw new AssertionError(
          answer + "\nbreaks the contract of " + operation.getOperationId() + ": " + breach,
          breach);
    }
  }

  /** Vert.x looks for headers as the contract spells them, but keeps them in lower case. */
  private record AnyCase(ValidatableResponse response) implements ValidatableResponse {
    @Override
    public Map<String, ResponseParameter> getHeaders() {
      Map<String, ResponseParameter> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(response.getHeaders());
      // Vert.x would take the signs in it for those that separate parameters.
      headers.remove("Link");
      return headers;
    }

    @Override
    public ResponseParameter getBody() {
      return response.getBody();
    }

    @Override
    public String getContentType() {
      return response.getContentType();
    }

    @Override
    public int getStatusCode() {
      return response.getStatusCode();
    }
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}

package dev.starling.openapi;

import dev.starling.core.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * An OpenAPI document, as text and as what it means. Immutable.
 *
 * @param text as it is served
 * @param document as it is checked against
 * @see <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI Specification 3.1</a>
 */
public record Contract(String text, OpenAPIContract document) {
  /** What {@link #document} calls the media type of problems: Vert.x does not know theirs. */
  public static final String PROBLEM = "application/vnd.problem+json";

  /** Each document is read once for all event loops of a process: it is long work. */
  private static final Map<String, CompletableFuture<Contract>> LOADED = new ConcurrentHashMap<>();

  /**
   * Reads a document from the class path, with its references resolved.
   *
   * @param resource absolute name on the class path
   */
  public static Future<Contract> load(Vertx vertx, String resource) {
    CompletableFuture<Contract> fresh = new CompletableFuture<>();
    CompletableFuture<Contract> known = LOADED.putIfAbsent(resource, fresh);
    if (known == null) {
      parse(vertx, resource)
          .onSuccess(fresh::complete)
          .onFailure(
              failure -> {
                LOADED.remove(resource);
                fresh.completeExceptionally(failure);
              });
    }
    return Future.fromCompletionStage(known == null ? fresh : known, vertx.getOrCreateContext());
  }

  private static Future<Contract> parse(Vertx vertx, String resource) {
    return vertx
        .executeBlocking(() -> read(resource), false)
        .compose(
            text ->
                vertx
                    .executeBlocking(() -> json(text.replace(Problem.MEDIA_TYPE, PROBLEM)), false)
                    .map(Patterns::translated)
                    .compose(json -> OpenAPIContract.from(vertx, json))
                    .map(document -> new Contract(text, document)));
  }

  private static JsonObject json(String text) {
    return new JsonObject(
        new Yaml(new SafeConstructor(new LoaderOptions())).<Map<String, Object>>load(text));
  }

  private static String read(String resource) {
    try (InputStream in = Contract.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

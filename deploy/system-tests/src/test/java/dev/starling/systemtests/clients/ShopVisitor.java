package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Machine;
import dev.starling.testing.Interrupted;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks a storefront for what its page shows to user 1, who is a sample. */
public final class ShopVisitor {
  private static final Duration PATIENCE = Machine.allow(Duration.ofSeconds(10));

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Address storefront;

  public ShopVisitor(Address storefront) {
    this.storefront = storefront;
  }

  /**
   * An answer.
   *
   * @param missing the services whose part is null
   * @param took from the request to the last byte
   */
  public record Seen(int status, Set<String> missing, Optional<String> retryAfter, Duration took) {
    /** Whether nothing is missing. */
    public boolean isWhole() {
      return status == 200 && missing.isEmpty();
    }
  }

  /** The page's products. */
  public Seen products() {
    return get("/products/all?user_id=1");
  }

  /** The page's promotions and recommendations. */
  public Seen home() {
    return get("/home?user_id=1");
  }

  private Seen get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + storefront + path)).timeout(PATIENCE).build();
    try {
      long began = System.nanoTime();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      return new Seen(
          answer.statusCode(),
          answer.statusCode() == 200 ? missing(new JsonObject(answer.body())) : Set.of(),
          answer.headers().firstValue("Retry-After"),
          took);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Interrupted.whileWaiting(e);
    }
  }

  private static Set<String> missing(JsonObject answer) {
    Set<String> missing = new TreeSet<>();
    for (String field : answer.fieldNames()) {
      if (answer.getValue(field) == null) {
        missing.add(
            switch (field) {
              case "cart_items" -> "cart";
              case "favorite_items" -> "favorites";
              default -> field;
            });
      }
    }
    JsonArray products = answer.getJsonArray("products", new JsonArray());
    if (!products.isEmpty()
        && products.stream()
            .allMatch(product -> ((JsonObject) product).getValue("inventory") == null)) {
      missing.add("inventory");
    }
    return missing;
  }
}

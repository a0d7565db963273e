package dev.starling.storefront;

import dev.starling.core.cluster.ClusterNode;
import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.openapi.testing.ContractClient;
import dev.starling.shop.Catalogue;
import dev.starling.shop.Inventory;
import dev.starling.shop.Promotions;
import dev.starling.shop.Recommendations;
import dev.starling.shop.UserProducts;
import dev.starling.testing.TestService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A storefront with fake services behind it: 3 products, of which the inventory knows two. */
final class TestShop implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  final FakeService<Catalogue.Ask, Catalogue.Answer> products;
  final FakeService<UserProducts.Ask, UserProducts.Answer> cart;
  final FakeService<UserProducts.Ask, UserProducts.Answer> favorites;
  final FakeService<Inventory.Ask, Inventory.Answer> inventory;
  final FakeService<Promotions.Ask, Promotions.Answer> promotions;
  final FakeService<Recommendations.Ask, Recommendations.Answer> recommendations;

  private final TestService service;
  private final ContractClient client;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Starts with settings in place of the defaults, by their paths. */
  TestShop(Map<String, String> settings) throws TimeoutException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("http.port", "0");
    service = TestService.start(StorefrontService.DEFINITION, all);
    client = new ContractClient(service.port("http"), "/storefront/openapi.yaml");
    ClusterNode node = service.node();
    products = new FakeService<>(node, Catalogue.ADDRESS, TestShop::first);
    cart = new FakeService<>(node, UserProducts.address("cart"), asked -> owned(1));
    favorites = new FakeService<>(node, UserProducts.address("favorites"), asked -> owned(2));
    inventory =
        new FakeService<>(
            node,
            Inventory.ADDRESS,
            asked ->
                new Inventory.Answer(
                    asked.productIds().stream()
                        .filter(id -> id != 3)
                        .map(id -> new Inventory.Level(id, 10 * id))
                        .toList()));
    promotions =
        new FakeService<>(
            node,
            Promotions.ADDRESS,
            asked ->
                new Promotions.Answer(
                    List.of(
                        new Promotions.Promotion(
                            7,
                            "Half \"price\"",
                            2,
                            50,
                            "2026-01-01T00:00:00Z",
                            "2026-02-01T00:00:00Z"))));
    recommendations =
        new FakeService<>(
            node,
            Recommendations.ADDRESS,
            asked ->
                new Recommendations.Answer(List.of(new Recommendations.Recommendation(3, 12))));
    warmUp();
  }

  private static Catalogue.Answer first(Catalogue.Ask asked) {
    return new Catalogue.Answer(
        IntStream.rangeClosed(1, Math.min(3, asked.limit()))
            .mapToObj(id -> new Catalogue.Product(id, "product " + id, 1))
            .toList());
  }

  private static UserProducts.Answer owned(int count) {
    return new UserProducts.Answer(IntStream.rangeClosed(1, count).boxed().toList());
  }

  /** So that the first answer that is timed is not the first of all. */
  private void warmUp() {
    try {
      pageData();
      get("/home?user_id=3");
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
    for (String name :
        List.of("products", "cart", "favorites", "inventory", "promotions", "recommendations")) {
      of(name).forget();
    }
  }

  /** The fake of a service, by the name that settings have for it. */
  FakeService<?, ?> of(String name) {
    return switch (name) {
      case "products" -> products;
      case "cart" -> cart;
      case "favorites" -> favorites;
      case "inventory" -> inventory;
      case "promotions" -> promotions;
      case "recommendations" -> recommendations;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Asks the storefront, and holds the answer to the contract. */
  ContractAnswer get(String path) throws IOException, InterruptedException {
    return client.get(path);
  }

  ContractClient client() {
    return client;
  }

  /** What the page would show to user 3. */
  ContractAnswer pageData() throws IOException, InterruptedException {
    return get("/products/all?user_id=3");
  }

  /** What a management path answers. */
  HttpResponse<String> management(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port("management") + path))
            .timeout(Duration.ofSeconds(10))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The state of a breaker, as the readiness check has it. */
  String breaker(String name) throws IOException, InterruptedException {
    JsonArray checks = new JsonObject(management("/health/ready").body()).getJsonArray("checks");
    return checks.stream()
        .map(JsonObject.class::cast)
        .filter(check -> check.getString("id").equals("storefront-breakers"))
        .map(check -> check.getJsonObject("data").getString(name))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until a breaker is in a state. */
  void awaitBreaker(String name, String state) throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!breaker(name).equals(state)) {
      if (System.nanoTime() - began > PATIENCE_NANOS) {
        throw new AssertionError("the breaker of " + name + " is not " + state);
      }
    }
  }

  /** The value of a line of the metrics. */
  double metric(String line) throws IOException, InterruptedException {
    return management("/metrics")
        .body()
        .lines()
        .filter(one -> one.startsWith(line + " "))
        .mapToDouble(one -> Double.parseDouble(one.substring(line.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + line));
  }

  @Override
  public void close() throws TimeoutException {
    client.close();
    service.close();
  }
}

package dev.starling.bench.server;

import dev.starling.bench.server.Python.Runner;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The storefront and the services behind it, in one cluster and each with a database of its own,
 * and a backend for frontend in Python over the same services.
 */
public final class ShopServers implements AutoCloseable {
  /** In the order in which they start. */
  private static final List<String> SERVICES =
      List.of("rest", "inventory", "cart", "favorites", "storefront");

  private static final String STOREFRONT = "storefront";
  private static final int PRODUCTS = 100;

  private static final String BRAND = "insert into brand (brand_name) values ('his')";
  private static final String CATALOGUE =
      "insert into product (product_name, brand_id)"
          + " select 'Synergistic copper lamp ' || n, 1 from generate_series(1, %d) n"
              .formatted(PRODUCTS);
  private static final String STOCK =
      "insert into inventory (product_id, inventory) select n, n %% 17 from generate_series(1, %d) n"
          .formatted(PRODUCTS);
  private static final String CHOICES =
      "insert into %s (user_id, product_id) values (1, 1), (1, 2), (1, 3)";

  private final Setup setup;
  private final Servers servers;
  private final Map<String, ServerProcess> running = new LinkedHashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private ShopServers(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
  }

  /** Starts the storefront and what is behind it, with 100 products in the databases. */
  public static ShopServers start(Setup setup) throws IOException, InterruptedException {
    ShopServers shop = new ShopServers(setup);
    try {
      shop.startAll();
      return shop;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      shop.close();
      throw failure;
    }
  }

  /** The storefront. */
  public ServerProcess storefront() {
    return running.get(STOREFRONT);
  }

  /** What the storefront asks for the stock. */
  public ServerProcess inventory() {
    return running.get("inventory");
  }

  /** Why the backend for frontend in Python cannot run here; empty when it can. */
  public Optional<String> missingPython() throws IOException, InterruptedException {
    return python().missing(Runner.AIOHTTP);
  }

  /** Starts the backend for frontend in Python. */
  public ServerProcess startPython() throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    running.forEach(
        (name, service) ->
            environment.put(
                name.toUpperCase(Locale.ROOT) + "_URL", "http://127.0.0.1:" + service.port()));
    ServerProcess process =
        ServerProcess.start(
            python()
                .launch(
                    "aiohttp",
                    Runner.AIOHTTP,
                    "storefront_aiohttp",
                    "/products/all?user_id=1",
                    environment));
    open.push(process);
    return process;
  }

  /** Ends all of it, last started first. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failure) {
        throw new IllegalStateException("a server of the bench does not end", failure);
      }
    }
  }

  private Python python() {
    return new Python(setup.python(), setup.project());
  }

  private void startAll() throws IOException, InterruptedException {
    PostgresServer database = PostgresServer.start(setup.durable());
    open.push(database);
    List<Map<String, String>> members = Servers.members(SERVICES.size());
    for (int i = 0; i < SERVICES.size(); i++) {
      String name = SERVICES.get(i);
      if (!name.equals(STOREFRONT)) {
        database.create(name);
      }
      ServerProcess service =
          ServerProcess.start(service(name, database.uri(name), members.get(i)));
      running.put(name, service);
      open.push(service);
    }
    fill(database);
  }

  private Launch service(String name, String database, Map<String, String> environment) {
    int port = Ports.free();
    environment.put("STARLING_HTTP_PORT", Integer.toString(port));
    if (!name.equals(STOREFRONT)) {
      environment.put("STARLING_DATABASE_URI", database);
    }
    return servers.service(name, setup.jvmFlags(), port, environment);
  }

  private static void fill(PostgresServer database) throws IOException {
    database.execute("rest", BRAND, CATALOGUE, "vacuum analyze");
    database.execute("inventory", STOCK, "vacuum analyze");
    for (String name : List.of("cart", "favorites")) {
      database.execute(name, CHOICES.formatted(name), "vacuum analyze");
    }
  }
}

package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.clients.ShopVisitor;
import dev.starling.systemtests.clients.ShopVisitor.Seen;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Services;
import dev.starling.systemtests.running.ShowLogs;
import dev.starling.testing.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A storefront and the six services behind it, each a process with a database of its own. */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorefrontFaultsIT {
  private static final Duration LIMIT = Machine.allow(Duration.ofMillis(1_200));
  private static final Duration AT_ONCE = Machine.allow(Duration.ofMillis(450));
  private static final Duration HEALING = Machine.allow(Duration.ofSeconds(15));
  private static final Duration STOP = Machine.allow(Duration.ofSeconds(12));
  private static final int FAILURES = 5;
  private static final int VISITORS = 8;

  private static final List<String> NAMES =
      List.of("rest", "cart", "favorites", "inventory", "promotions", "recommendations");

  private final Map<String, EmbeddedDatabase> databases = new LinkedHashMap<>();
  private final Map<String, Instance> instances = new HashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Services services;
  private Instance secondInventory;
  private Instance slowInventory;
  private Instance failingInventory;
  private Instance storefront;
  private ShopVisitor visitor;

  @BeforeAll
  void start() {
    services = new Services("shop", NAMES.size() + 4);
    Map<String, String> settings = new HashMap<>(Map.of("STARLING_PRODUCTS_LIMIT", "100"));
    for (String name : NAMES) {
      String downstream = name.equals("rest") ? "PRODUCTS" : name.toUpperCase(Locale.ROOT);
      settings.put("STARLING_DOWNSTREAM_" + downstream + "_BREAKER_RESET", "2s");
    }
    storefront = services.add("storefront", settings);
    for (String name : NAMES) {
      databases.put(name, EmbeddedDatabase.create());
      instances.put(name, services.add(name, withDatabase(name)));
    }
    services.start();
    visitor = new ShopVisitor(storefront.address());
    secondInventory = services.add("inventory", withDatabase("inventory"));
    slowInventory = services.add("inventory", simulating("STARLING_SIMULATE_DELAY", "2s"));
    failingInventory = services.add("inventory", simulating("STARLING_SIMULATE_FAILURE_RATE", "1"));
  }

  private Map<String, String> withDatabase(String name) {
    return Map.of(
        "STARLING_DATABASE_URI", databases.get(name).uri(), "STARLING_SAMPLE_DATA", "true");
  }

  private Map<String, String> simulating(String variable, String value) {
    Map<String, String> settings = new HashMap<>(withDatabase("inventory"));
    settings.put(variable, value);
    return settings;
  }

  @BeforeEach
  void whole() {
    awaitWhole();
  }

  @AfterAll
  void stop() {
    threads.shutdownNow();
    if (services != null) {
      services.close();
    }
    databases.values().forEach(EmbeddedDatabase::close);
  }

  @Tag("nightly")
  @ParameterizedTest
  @ValueSource(strings = {"cart", "favorites", "promotions", "recommendations"})
  void any_other_frozen_service_does_so_too(String name) {
    a_frozen_service_costs_its_own_part_and_time_until_its_breaker_opens(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rest", "inventory"})
  void a_frozen_service_costs_its_own_part_and_time_until_its_breaker_opens(String name) {
    instances.get(name).process().freeze();
    try {
      for (int round = 0; !isLeftAlone(name); round++) {
        assertThat(round).as("rounds until the breaker opens").isLessThan(4);
        inParallel(FAILURES, () -> page(name)).forEach(seen -> assertOnlyMissing(name, seen, 504));
      }
      Seen refused = page(name);
      assertOnlyMissing(name, refused, 503);
      assertThat(refused.took()).isLessThan(AT_ONCE);
      assertThat(otherPage(name).isWhole()).isTrue();
    } finally {
      instances.get(name).process().resume();
    }
    awaitWhole();
    assertThat(breaker(name)).isZero();
  }

  @Test
  void services_that_stop_one_after_the_other_cost_their_own_parts() {
    Set<String> gone = new TreeSet<>();
    for (String name : List.of("cart", "favorites", "inventory", "promotions", "recommendations")) {
      instances.get(name).process().terminate();
      assertThat(instances.get(name).process().awaitExit(STOP)).isZero();
      gone.add(name);
      Set<String> missing = new TreeSet<>(inTime(visitor.products()).missing());
      missing.addAll(inTime(visitor.home()).missing());
      assertThat(missing).isEqualTo(gone);
    }
    instances.get("rest").process().terminate();
    assertThat(instances.get("rest").process().awaitExit(STOP)).isZero();
    assertThat(inTime(visitor.products()).status()).isEqualTo(502);

    Services.start(NAMES.stream().map(instances::get).toList());
    awaitWhole();
  }

  @Test
  void a_slow_or_failing_inventory_is_done_without() {
    Instance good = instances.get("inventory");
    good.process().terminate();
    good.process().awaitExit(STOP);
    for (Instance bad : List.of(slowInventory, failingInventory)) {
      bad.start();
      bad.awaitReady();
      for (int request = 0; request < 2; request++) {
        assertOnlyMissing("inventory", visitor.products(), 200);
      }
      assertThat(visitor.home().isWhole()).isTrue();
      bad.process().terminate();
      bad.process().awaitExit(STOP);
    }
    Services.start(List.of(good));
    awaitWhole();
  }

  @Test
  void a_database_that_is_gone_costs_the_products_and_nothing_else() throws SQLException {
    try (Connection owner = databases.get("rest").connect();
        Statement sql = owner.createStatement()) {
      String name = name(sql);
      sql.execute("alter database " + name + " connection limit 0");
      sql.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
      try {
        for (int request = 0; request < 3; request++) {
          assertThat(inTime(visitor.products()).status()).isIn(502, 503, 504);
          assertThat(inTime(visitor.home()).isWhole()).isTrue();
        }
      } finally {
        sql.execute("alter database " + name + " connection limit -1");
      }
    }
    awaitWhole();
  }

  private static String name(Statement sql) throws SQLException {
    try (ResultSet name = sql.executeQuery("select current_database()")) {
      name.next();
      return name.getString(1);
    }
  }

  @Test
  void of_two_inventories_one_is_killed_and_no_more_than_what_is_under_way_is_lost() {
    secondInventory.start();
    secondInventory.awaitReady();
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<List<Seen>>> visits =
        IntStream.range(0, VISITORS).mapToObj(one -> later(() -> visitsUntil(over))).toList();
    awaitServed(secondInventory);
    secondInventory.process().kill();
    awaitLoad();
    over.set(true);

    List<Seen> seen = new ArrayList<>();
    visits.forEach(visit -> seen.addAll(result(visit)));
    assertThat(seen).allMatch(one -> one.status() == 200 && one.took().compareTo(LIMIT) < 0);
    // Besides what it has in flight, a visitor may lose one request that the storefront sends
    // before
    // it has read that the connection is gone.
    assertThat(seen.stream().filter(one -> !one.isWhole()).count())
        .as("of %d answers", seen.size())
        .isLessThanOrEqualTo(2 * VISITORS);
    assertThat(breaker("inventory")).isZero();
  }

  private List<Seen> visitsUntil(AtomicBoolean over) {
    List<Seen> seen = new ArrayList<>();
    while (!over.get()) {
      seen.add(visitor.products());
    }
    return seen;
  }

  /** Waits until an inventory has its share of the questions. */
  private void awaitServed(Instance inventory) {
    String questions = "vertx_eventbus_processed_total";
    double before = inventory.management().metric(questions);
    await("served", () -> inventory.management().metric(questions) > before + 100);
  }

  /** Waits until some hundred more pages were seen. */
  private void awaitLoad() {
    String calls = "starling_downstream_calls_seconds_count{downstream=\"products\"";
    double before = storefront.management().metric(calls);
    await("load", () -> storefront.management().metric(calls) > before + 300);
  }

  private Seen page(String name) {
    return isAtHome(name) ? visitor.home() : visitor.products();
  }

  private Seen otherPage(String name) {
    return isAtHome(name) ? visitor.products() : visitor.home();
  }

  private static boolean isAtHome(String name) {
    return name.equals("promotions") || name.equals("recommendations");
  }

  /**
   * Asserts that an answer came in time and is the design's.
   *
   * @param status of the answer when it is the products that are missing
   */
  private static void assertOnlyMissing(String name, Seen seen, int status) {
    inTime(seen);
    if (!name.equals("rest")) {
      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.missing()).containsExactly(name);
    } else {
      assertThat(seen.status()).isIn(status, 503);
      assertThat(seen.retryAfter().isPresent()).isEqualTo(seen.status() == 503);
    }
  }

  private static Seen inTime(Seen seen) {
    assertThat(seen.took()).isLessThan(LIMIT);
    return seen;
  }

  private boolean isLeftAlone(String name) {
    return breaker(name) == 2;
  }

  private double breaker(String name) {
    String downstream = name.equals("rest") ? "products" : name;
    return storefront
        .management()
        .metric("starling_breaker_state{downstream=\"" + downstream + "\"");
  }

  private void awaitWhole() {
    await("whole", () -> visitor.products().isWhole() && visitor.home().isWhole());
  }

  private static void await(String what, Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + HEALING.toNanos();
    while (!condition.get()) {
      assertThat(System.nanoTime()).as("%s after %s", what, HEALING).isLessThan(deadline);
    }
  }

  private List<Seen> inParallel(int count, Supplier<Seen> visit) {
    return IntStream.range(0, count).mapToObj(one -> later(visit)).toList().stream()
        .map(StorefrontFaultsIT::result)
        .toList();
  }

  private <T> CompletableFuture<T> later(Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, threads);
  }

  private static <T> T result(CompletableFuture<T> task) {
    return task.orTimeout(30, TimeUnit.SECONDS).join();
  }
}

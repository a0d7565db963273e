package dev.starling.shop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.service.ServiceDefinition;
import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.openapi.testing.ContractClient;
import dev.starling.shop.UserProducts;
import dev.starling.shop.service.GuardedSettings;
import dev.starling.testing.BearerToken;
import dev.starling.testing.TestService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every service that keeps products for users. */
public abstract class UserProductsContract<S extends GuardedSettings>
    extends ShopServiceContract<S> {
  private static final String SECRET = "a secret of thirty-two characters";

  private final String name;

  protected UserProductsContract(ServiceDefinition<S> definition) {
    super(definition, "/users/1/" + definition.name());
    this.name = definition.name();
  }

  /** The products of a user as they are answered. */
  protected String of(long user) throws Exception {
    return client().get(path(user)).body();
  }

  private String path(Object user) {
    return "/users/" + user + "/" + name;
  }

  private int put(Object user, Object product) throws Exception {
    return client().send("PUT", path(user) + "/" + product, null).status();
  }

  private int delete(Object user, Object product) throws Exception {
    return client().send("DELETE", path(user) + "/" + product, null).status();
  }

  private static String json(int... products) {
    JsonArray array = new JsonArray();
    IntStream.of(products)
        .forEach(product -> array.add(new JsonObject().put("product_id", product)));
    return array.encode();
  }

  @Test
  void a_user_who_is_not_known_has_nothing() throws Exception {
    assertThat(of(4_711)).isEqualTo("[]");
  }

  @Test
  void what_is_added_is_there_by_id_and_what_is_taken_away_is_not() throws Exception {
    for (int product : new int[] {30, 7, Integer.MAX_VALUE}) {
      assertThat(put(10, product)).isEqualTo(204);
    }
    assertThat(of(10)).isEqualTo(json(7, 30, Integer.MAX_VALUE));
    assertThat(delete(10, 30)).isEqualTo(204);
    assertThat(of(10)).isEqualTo(json(7, Integer.MAX_VALUE));
  }

  private int conditionally(String method, int product, String... condition) throws Exception {
    return client().send(method, path(13) + "/" + product, null, condition).status();
  }

  @Test
  void adding_and_taking_away_follow_the_conditions() throws Exception {
    assertThat(conditionally("PUT", 5, "If-Match", "*")).isEqualTo(412);
    assertThat(conditionally("DELETE", 5, "If-Match", "*")).isEqualTo(412);
    assertThat(of(13)).isEqualTo("[]");
    assertThat(conditionally("PUT", 5, "If-None-Match", "*")).isEqualTo(204);
    assertThat(conditionally("PUT", 5, "If-None-Match", "*")).isEqualTo(412);
    assertThat(conditionally("PUT", 5, "If-Match", "\"no\"")).isEqualTo(412);
    assertThat(conditionally("DELETE", 5, "If-None-Match", "*")).isEqualTo(412);
    assertThat(of(13)).isEqualTo(json(5));
    assertThat(conditionally("DELETE", 5, "If-Match", "*")).isEqualTo(204);
    assertThat(of(13)).isEqualTo("[]");
  }

  @Test
  void the_list_has_a_tag_that_changes_with_it() throws Exception {
    put(14, 5);
    String tag = client().get(path(14)).header("ETag").orElseThrow();
    assertThat(tag).startsWith("\"");
    assertThat(client().send("GET", path(14), null, "If-None-Match", tag).status()).isEqualTo(304);
    put(14, 6);
    assertThat(client().send("GET", path(14), null, "If-None-Match", tag).status()).isEqualTo(200);
    assertThat(client().send("GET", path(14), null, "If-Match", tag).status()).isEqualTo(412);
  }

  @Test
  void to_add_or_take_away_twice_changes_nothing() throws Exception {
    assertThat(put(11, 5)).isEqualTo(204);
    assertThat(put(11, 5)).isEqualTo(204);
    assertThat(of(11)).isEqualTo(json(5));
    assertThat(delete(11, 5)).isEqualTo(204);
    assertThat(delete(11, 5)).isEqualTo(204);
    assertThat(of(11)).isEqualTo("[]");
  }

  @Test
  void users_with_the_longest_numbers_are_told_apart() throws Exception {
    assertThat(put(Long.MAX_VALUE, 1)).isEqualTo(204);
    assertThat(of(Long.MAX_VALUE)).isEqualTo(json(1));
    assertThat(of(Long.MAX_VALUE - 1)).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "0",
        "-1",
        "1.5",
        "1e3",
        "%20",
        "1%2F2",
        "9223372036854775808",
        "0x10",
        "1;2"
      })
  void a_bad_user_is_a_400_that_names_it(String user) throws Exception {
    assertThat(client().get(path(user)).problem(400)).contains("user_id");
    assertThat(client().send("PUT", path(user) + "/1", null).problem(400)).contains("user_id");
    assertThat(client().send("DELETE", path(user) + "/1", null).problem(400)).contains("user_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "-1", "1.5", "2147483648", "9223372036854775808"})
  void a_bad_product_is_a_400_that_names_it(String product) throws Exception {
    assertThat(client().send("PUT", path(1) + "/" + product, null).problem(400))
        .contains("product_id");
    assertThat(client().send("DELETE", path(1) + "/" + product, null).problem(400))
        .contains("product_id");
  }

  @Test
  void a_product_is_neither_read_nor_posted() throws Exception {
    ContractAnswer answer = client().send("POST", path(1) + "/1", "{}");
    answer.problem(405);
    assertThat(answer.header("Allow")).hasValue("DELETE, OPTIONS, PUT");
    client().get(path(1) + "/1").problem(405);
  }

  @Test
  void beyond_a_thousand_products_there_is_no_room_until_one_is_taken_away() throws Exception {
    fill(20, 1_000);
    assertThat(client().send("PUT", path(20) + "/1001", null).problem(409)).contains("1000");
    assertThat(put(20, 1_000)).as("one that is there").isEqualTo(204);
    assertThat(put(21, 1_001)).as("another user's").isEqualTo(204);
    assertThat(delete(20, 1)).isEqualTo(204);
    assertThat(put(20, 1_001)).isEqualTo(204);
    assertThat(client().get(path(20)).array()).hasSize(1_000);
  }

  @Test
  void of_many_that_are_added_at_once_only_one_gets_the_last_place() throws Exception {
    fill(22, 999);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> additions =
          IntStream.range(2_000, 2_016)
              .mapToObj(product -> (Callable<Integer>) () -> put(22, product))
              .toList();
      int added = 0;
      for (Future<Integer> status : threads.invokeAll(additions, 20, TimeUnit.SECONDS)) {
        added += status.get() == 204 ? 1 : 0;
      }
      assertThat(added).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
    assertThat(client().get(path(22)).array()).hasSize(1_000);
  }

  @Test
  void a_product_that_others_take_away_and_add_at_once_is_never_one_too_many() throws Exception {
    fill(23, 1_000);
    Callable<Set<Integer>> adding = () -> repeated(() -> put(23, 500));
    Callable<Set<Integer>> takingAway = () -> repeated(() -> delete(23, 500));

    Set<Integer> statuses = atOnce(List.of(adding, adding, adding, takingAway, takingAway));

    assertThat(statuses).containsExactly(204);
    assertThat(put(23, 500)).isEqualTo(204);
    assertThat(client().get(path(23)).array()).hasSize(1_000);
  }

  @Test
  void under_many_clients_at_once_the_limit_is_exact_and_nothing_is_lost() throws Exception {
    fill(24, 995);
    Set<Integer> had = ConcurrentHashMap.newKeySet();
    List<Callable<Set<Integer>>> clients = new ArrayList<>();
    for (int client = 0; client < 8; client++) {
      int product = 5_000 + client;
      clients.add(() -> repeated(() -> toggle(24, product, had)));
    }
    clients.add(() -> repeated(() -> client().get(path(24)).array().size() > 1_000 ? 1_001 : 204));

    assertThat(atOnce(clients)).isSubsetOf(204, 409);

    List<Integer> expected =
        Stream.concat(IntStream.rangeClosed(1, 995).boxed(), had.stream().sorted()).toList();
    assertThat(of(24)).isEqualTo(json(expected.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** Adds a product or takes it away; notes whether the user has it then. */
  private int toggle(long user, int product, Set<Integer> had) throws Exception {
    if (had.remove(product)) {
      return delete(user, product);
    }
    int status = put(user, product);
    if (status == 204) {
      had.add(product);
    }
    return status;
  }

  private static Set<Integer> repeated(Callable<Integer> request) throws Exception {
    Set<Integer> statuses = new HashSet<>();
    for (int time = 0; time < 60; time++) {
      statuses.add(request.call());
    }
    return statuses;
  }

  private static Set<Integer> atOnce(List<Callable<Set<Integer>>> clients) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients.size());
    try {
      Set<Integer> statuses = new HashSet<>();
      for (Future<Set<Integer>> done : threads.invokeAll(clients, 40, TimeUnit.SECONDS)) {
        statuses.addAll(done.get());
      }
      return statuses;
    } finally {
      threads.shutdownNow();
    }
  }

  private void fill(long user, int products) throws Exception {
    execute(
        "insert into %s (user_id, product_id) select %d, generate_series(1, %d)"
            .formatted(name, user, products));
  }

  @Test
  void other_services_are_told_the_same_over_the_event_bus() throws Exception {
    put(30, 9);
    put(30, 2);
    UserProducts.Answer answer =
        await(UserProducts.ask(bus(), name, new UserProducts.Ask(30), 5_000));
    assertThat(answer.productIds()).containsExactly(2, 9);
    assertThat(failure(UserProducts.ask(bus(), name, new UserProducts.Ask(0), 5_000)))
        .isEqualTo(400);
  }

  @Test
  void with_a_secret_only_who_has_a_token_writes_and_everyone_reads() throws Exception {
    try (TestService guarded =
            start(Map.of("auth.jwt.secret", SECRET, "auth.jwt.scope", "shop:write"));
        ContractClient visitor = client(guarded)) {
      visitor.send("PUT", path(40) + "/1", null).problem(401);
      String stranger =
          BearerToken.signed("another secret of 32 characters..", claims("shop:write"));
      visitor
          .send("PUT", path(40) + "/1", null, "Authorization", "Bearer " + stranger)
          .problem(401);
      String reader = BearerToken.signed(SECRET, claims("shop:read"));
      visitor
          .send("DELETE", path(40) + "/1", null, "Authorization", "Bearer " + reader)
          .problem(403);
      String writer = BearerToken.signed(SECRET, claims("shop:read shop:write"));
      assertThat(
              visitor
                  .send("PUT", path(40) + "/1", null, "Authorization", "Bearer " + writer)
                  .status())
          .isEqualTo(204);
      assertThat(visitor.get(path(40)).body()).isEqualTo(json(1));
    }
  }

  private static JsonObject claims(String scope) {
    return new JsonObject().put("scope", scope).put("exp", System.currentTimeMillis() / 1_000 + 60);
  }

  @Test
  void a_body_where_none_is_wanted_harms_nothing_unless_it_is_too_long() throws Exception {
    assertThat(client().send(putWithBody(65_536)).status()).isEqualTo(204);
    client().send(putWithBody(65_537)).problem(413);
  }

  private HttpRequest.Builder putWithBody(int length) {
    return client()
        .to(path(50) + "/1")
        .header("Content-Type", "text/plain")
        .PUT(BodyPublishers.ofString("x".repeat(length)));
  }
}

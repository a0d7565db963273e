package dev.starling.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.openapi.testing.ContractClient;
import dev.starling.shop.Inventory;
import dev.starling.shop.testing.ShopServiceContract;
import dev.starling.testing.BearerToken;
import dev.starling.testing.TestService;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryServiceTest extends ShopServiceContract<InventorySettings> {
  private static final String SECRET = "a secret of thirty-two characters";

  InventoryServiceTest() {
    super(InventoryService.DEFINITION, "/products/4/inventory");
  }

  private ContractAnswer put(Object product, String body) throws Exception {
    return client().send("PUT", "/products/" + product + "/inventory", body);
  }

  @Test
  void the_sample_rows_are_there_some_of_few_and_some_of_none() throws Exception {
    assertThat(client().get("/products/4/inventory").body()).isEqualTo("{\"inventory\":4}");
    assertThat(client().get("/products/10/inventory").body()).isEqualTo("{\"inventory\":0}");
    List<Inventory.Level> all =
        await(Inventory.ask(bus(), new Inventory.Ask(range(1, 1_000)), 5_000)).levels();
    assertThat(all).hasSize(1_000).allMatch(level -> level.inventory() <= 100);
    assertThat(all).filteredOn(level -> level.inventory() == 0).hasSizeBetween(50, 200);
    assertThat(all).filteredOn(level -> level.inventory() <= 3).hasSizeBetween(150, 400);
  }

  @Test
  void a_product_that_is_not_known_is_a_404() throws Exception {
    assertThat(client().get("/products/5000000/inventory").problem(404)).contains("5000000");
  }

  private int set(int product, int inventory, String... headers) throws Exception {
    String body = "{\"inventory\":" + inventory + "}";
    return client().send("PUT", "/products/" + product + "/inventory", body, headers).status();
  }

  @Test
  void reading_and_writing_follow_the_conditions() throws Exception {
    assertThat(set(2_000, 5)).isEqualTo(200);
    String stale = client().get("/products/2000/inventory").header("ETag").orElseThrow();
    assertThat(stale).startsWith("\"");
    assertThat(set(2_000, 6)).isEqualTo(200);
    assertThat(set(2_000, 7, "If-Match", stale)).isEqualTo(412);
    assertThat(set(2_000, 7, "If-None-Match", "*")).isEqualTo(412);
    ContractAnswer now = client().get("/products/2000/inventory");
    assertThat(now.body()).isEqualTo("{\"inventory\":6}");
    String tag = now.header("ETag").orElseThrow();
    assertThat(
            client().send("GET", "/products/2000/inventory", null, "If-None-Match", tag).status())
        .isEqualTo(304);
    assertThat(client().send("GET", "/inventory?product_id=1", null, "If-Match", "\"no\"").status())
        .isEqualTo(412);
    assertThat(set(2_000, 7, "If-Match", tag)).isEqualTo(200);
    assertThat(set(2_001, 1, "If-Match", "*")).isEqualTo(412);
    assertThat(set(2_001, 1, "If-None-Match", "*")).isEqualTo(200);
  }

  @Test
  void of_several_that_make_a_product_known_exactly_one_wins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int product = 2_010; product < 2_030; product++) {
        int wanted = product;
        Callable<Integer> write = () -> set(wanted, wanted, "If-None-Match", "*");
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> done : threads.invokeAll(Collections.nCopies(4, write))) {
          statuses.add(done.get());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 412, 412, 412);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2147483648", "9223372036854775808"})
  void a_number_that_no_product_has_is_a_404(String product) throws Exception {
    client().get("/products/" + product + "/inventory").problem(404);
    put(product, "{\"inventory\":5}").problem(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1.5", "1e3", "%20", "4%2F5", "0x4"})
  void what_is_no_number_is_a_400_that_names_it(String product) throws Exception {
    assertThat(client().get("/products/" + product + "/inventory").problem(400)).contains("'id'");
    assertThat(put(product, "{\"inventory\":5}").problem(400)).contains("'id'");
  }

  @Test
  void what_is_set_is_there_whether_the_product_was_known_or_not() throws Exception {
    assertThat(put(2_000_001, "{\"inventory\":5}").body()).isEqualTo("{\"inventory\":5}");
    assertThat(put(2_000_001, "{\"inventory\":0}").status()).isEqualTo(200);
    assertThat(client().get("/products/2000001/inventory").body()).isEqualTo("{\"inventory\":0}");
    assertThat(put(2_000_001, "{\"inventory\":2147483647}").status()).isEqualTo(200);
    assertThat(client().get("/products/2000001/inventory").body())
        .isEqualTo("{\"inventory\":2147483647}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"inventory\":-1}",
        "{\"inventory\":1.5}",
        "{\"inventory\":2147483648}",
        "{\"inventory\":1e300}",
        "{\"inventory\":\"5\"}",
        "{\"inventory\":null}",
        "{\"inventory\":true}",
        "{\"inventory\":[5]}",
        "{}",
        "{\"stock\":5}",
        "{\"inventory\":5,\"stock\":5}"
      })
  void a_field_that_is_not_as_it_should_be_is_a_400_that_names_it(String body) throws Exception {
    assertThat(put(6, body).problem(400)).containsAnyOf("'inventory'", "'stock'");
    assertThat(client().get("/products/6/inventory").body()).isEqualTo("{\"inventory\":6}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[]",
        "5",
        "null",
        "\"inventory\"",
        "{\"inventory\":5}{",
        "{\"inventory\":5,\"inventory\":6}",
        "{inventory:5}",
        "{\"inventory\":NaN}"
      })
  void a_body_that_is_no_object_in_json_is_a_400(String body) throws Exception {
    assertThat(put(6, body).problem(400)).contains("body");
  }

  @Test
  void a_body_of_another_kind_is_a_415_and_one_too_long_a_413() throws Exception {
    String path = "/products/6/inventory";
    client().send(client().to(path).PUT(BodyPublishers.ofString("{\"inventory\":5}"))).problem(415);
    client()
        .send(
            client()
                .to(path)
                .header("Content-Type", "text/plain")
                .PUT(BodyPublishers.ofString("inventory=5")))
        .problem(415);
    put(6, "{\"inventory\":5" + " ".repeat(65_536) + "}").problem(413);
    assertThat(put(6, "{\"inventory\":6" + " ".repeat(65_000) + "}").status()).isEqualTo(200);
  }

  @Test
  void some_products_are_read_at_once_by_id_and_those_not_known_left_out() throws Exception {
    String both = "[{\"product_id\":3,\"inventory\":3},{\"product_id\":4,\"inventory\":4}]";
    assertThat(client().get("/inventory?product_id=4&product_id=3").body()).isEqualTo(both);
    assertThat(client().get("/inventory?product_id=4,3,4").body()).isEqualTo(both);
    assertThat(
            client()
                .get("/inventory?product_id=3,5000000,4,0,-1,4294967299,9223372036854775808")
                .body())
        .isEqualTo(both);
    assertThat(client().get("/inventory?product_id=5000000").body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?product_id=", "?product_id=x", "?product_id=1,,2", "?product_id=1.5"})
  void products_that_are_not_named_by_numbers_are_a_400(String query) throws Exception {
    assertThat(client().get("/inventory" + query).problem(400)).contains("product_id");
  }

  @Test
  void a_thousand_products_are_read_at_once_and_not_one_more() throws Exception {
    assertThat(client().get("/inventory?product_id=" + list(1_000)).array()).hasSize(1_000);
    assertThat(client().get("/inventory?product_id=" + list(1_001)).problem(400))
        .contains("product_id");
  }

  @Test
  void other_services_are_told_the_same_over_the_event_bus() throws Exception {
    Inventory.Answer answer =
        await(Inventory.ask(bus(), new Inventory.Ask(List.of(4, 5_000_000, 3)), 5_000));
    assertThat(answer.levels())
        .containsExactly(new Inventory.Level(3, 3), new Inventory.Level(4, 4));
    assertThat(failure(Inventory.ask(bus(), new Inventory.Ask(range(1, 1_001)), 5_000)))
        .isEqualTo(400);
    assertThat(failure(Inventory.ask(bus(), new Inventory.Ask(null), 5_000))).isEqualTo(400);
  }

  @Test
  void with_a_secret_only_who_has_a_token_writes() throws Exception {
    try (TestService guarded = start(Map.of("auth.jwt.secret", SECRET));
        ContractClient visitor = client(guarded)) {
      String path = "/products/2000002/inventory";
      String body = "{\"inventory\":5}";
      assertThat(visitor.send("PUT", path, body).problem(401)).contains("token");
      visitor.get(path).problem(404);
      String token = BearerToken.signed(SECRET, new JsonObject());
      assertThat(visitor.send("PUT", path, body, "Authorization", "Bearer " + token).status())
          .isEqualTo(200);
    }
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private static String list(int most) {
    return range(1, most).stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}

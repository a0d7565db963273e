package dev.starling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.openapi.testing.ContractClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients of the catalogue get; each answer is also checked against the contract. */
class CatalogueTest {
  private static final Pattern NEXT = Pattern.compile("<(/products\\?[^>]*)>; rel=\"next\"");

  private static RunningRest rest;
  private static ContractClient client;

  @BeforeAll
  static void start() throws Exception {
    rest = RunningRest.withSampleData();
    client = rest.client();
  }

  @AfterAll
  static void stop() throws TimeoutException {
    rest.close();
  }

  @Test
  void the_time_is_told() throws Exception {
    assertThat(client.get("/time").status()).isEqualTo(200);
  }

  @Test
  void the_sample_brands_are_100_by_id() throws Exception {
    JsonArray brands = client.get("/brands").array();

    assertThat(brands).hasSize(100);
    assertThat(brands.getJsonObject(0).getInteger("brand_id")).isEqualTo(1);
    assertThat(brands.getJsonObject(99).getInteger("brand_id")).isEqualTo(100);
    assertThat(client.get("/brands/7").object()).isEqualTo(brands.getJsonObject(6));
  }

  @Test
  void a_new_brand_is_found_where_its_location_says() throws Exception {
    ContractAnswer added = client.send("POST", "/brands", "{\"brand_name\":\"Ünïcode & <Söhne>\"}");

    assertThat(added.status()).isEqualTo(201);
    ContractAnswer found = client.get(added.header("Location").orElseThrow());
    assertThat(found.object()).isEqualTo(added.object());
    assertThat(found.object().getString("brand_name")).isEqualTo("Ünïcode & <Söhne>");
  }

  @Test
  void pages_put_together_are_the_whole_table() throws Exception {
    JsonArray whole = client.get("/products?brand_id=3").array();
    JsonArray pages = new JsonArray();
    String next = "/products?limit=4&brand_id=3";
    while (next != null) {
      ContractAnswer page = client.get(next);
      assertThat(page.array().size()).isBetween(1, 4);
      page.array().forEach(pages::add);
      next = page.header("Link").map(CatalogueTest::target).orElse(null);
    }

    assertThat(pages).isEqualTo(whole);
    assertThat(whole.stream().map(product -> ((JsonObject) product).getInteger("brand_id")))
        .isNotEmpty()
        .containsOnly(3);
  }

  private static String target(String link) {
    Matcher matcher = NEXT.matcher(link);
    assertThat(matcher.matches()).as(link).isTrue();
    return matcher.group(1);
  }

  @Test
  void the_whole_table_is_every_product_by_id() throws Exception {
    JsonArray products = client.get("/products?after=0").array();

    assertThat(products.size()).isGreaterThanOrEqualTo(1_000);
    assertThat(products.stream().map(product -> ((JsonObject) product).getInteger("product_id")))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void a_product_is_added_changed_and_deleted_with_its_skus() throws Exception {
    ContractAnswer added =
        client.send("POST", "/product", "{\"product_name\":\"lamp\",\"brand_id\":1}");
    String place = added.header("Location").orElseThrow();
    assertThat(added.status()).isEqualTo(201);
    assertThat(place).isEqualTo("/products/" + added.object().getInteger("product_id"));
    assertThat(client.get(place + "/skus").array()).isEmpty();

    ContractAnswer changed =
        client.send("PUT", place, "{\"product_name\":\"big lamp\",\"brand_id\":2}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(client.get(place).object())
        .isEqualTo(changed.object())
        .isEqualTo(added.object().copy().put("product_name", "big lamp").put("brand_id", 2));

    assertThat(client.send("DELETE", place, null).status()).isEqualTo(204);
    client.get(place).problem(404);
    client.get(place + "/skus").problem(404);
    client.send("DELETE", place, null).problem(404);
    client.send("PUT", place, "{\"product_name\":\"x\",\"brand_id\":2}").problem(404);
  }

  @Test
  void deleting_a_product_leaves_no_sku_behind() throws Exception {
    assertThat(client.get("/products/999/skus").array()).isNotEmpty();

    assertThat(client.send("DELETE", "/products/999", null).status()).isEqualTo(204);

    try (var connection = rest.database().connect();
        var rows =
            connection
                .createStatement()
                .executeQuery("select count(*) from sku where product_id = 999")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void who_has_what_there_is_is_not_sent_it_again() throws Exception {
    for (String path : new String[] {"/brands", "/products/5", "/products?limit=9"}) {
      String tag = client.get(path).header("ETag").orElseThrow();

      ContractAnswer again = client.send("GET", path, null, "If-None-Match", "\"other\", " + tag);

      assertThat(again.status()).as(path).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.header("ETag")).hasValue(tag);
    }
  }

  @Test
  void a_change_changes_the_tag() throws Exception {
    String tag = client.get("/products/6").header("ETag").orElseThrow();

    client.send("PUT", "/products/6", "{\"product_name\":\"other\",\"brand_id\":2}");

    assertThat(client.send("GET", "/products/6", null, "If-None-Match", tag).status())
        .isEqualTo(200);
  }

  @Test
  void the_contract_and_its_page_are_served() throws Exception {
    assertThat(client.get("/openapi.yaml").body()).startsWith("openapi: 3.1");
    assertThat(client.get("/docs").body()).contains("docs/swagger-ui-bundle.js");
    assertThat(client.get("/docs/swagger-ui-bundle.js").status()).isEqualTo(200);
    assertThat(client.get("/docs/swagger-ui.css").status()).isEqualTo(200);
    assertThat(client.get("/docs/start.js").status()).isEqualTo(200);
  }

  @Test
  void head_is_get_without_the_body() throws Exception {
    ContractAnswer get = client.get("/products/8");

    ContractAnswer head = client.send("HEAD", "/products/8", null);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
  }

  @Test
  void options_are_told() throws Exception {
    ContractAnswer options = client.send("OPTIONS", "/products/8", null);

    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS, PUT");
  }
}

package dev.starling.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.shop.Catalogue;
import dev.starling.shop.Inventory;
import dev.starling.shop.UserProducts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class StorefrontServiceTest {
  private static TestShop shop;

  @BeforeAll
  static void start() throws TimeoutException {
    shop = new TestShop(Map.of("products-limit", "100"));
  }

  @AfterAll
  static void stop() throws TimeoutException {
    shop.close();
  }

  @Test
  void the_page_data_is_put_together_from_four_services() throws Exception {
    ContractAnswer answer = shop.pageData();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"cart_items":1,"favorite_items":2,"products":[\
            {"product_id":1,"product_name":"product 1","inventory":10},\
            {"product_id":2,"product_name":"product 2","inventory":20},\
            {"product_id":3,"product_name":"product 3","inventory":null}]}""");
    assertThat(answer.header("Cache-Control")).hasValue("no-store");
  }

  @Test
  void the_services_are_asked_for_the_first_products_this_user_and_all_levels_in_one_go()
      throws Exception {
    int before = shop.inventory.questions().size();
    shop.get("/products/all?user_id=9223372036854775807");
    assertThat(last(shop.products)).isEqualTo(new Catalogue.Ask(List.of(), 100));
    assertThat(last(shop.cart)).isEqualTo(new UserProducts.Ask(Long.MAX_VALUE));
    assertThat(last(shop.favorites)).isEqualTo(new UserProducts.Ask(Long.MAX_VALUE));
    assertThat(shop.inventory.questions()).hasSize(before + 1);
    assertThat(last(shop.inventory)).isEqualTo(new Inventory.Ask(List.of(1, 2, 3)));
  }

  private static <Q> Q last(FakeService<Q, ?> service) {
    return service.questions().get(service.questions().size() - 1);
  }

  @Test
  void home_has_promotions_and_recommendations() throws Exception {
    assertThat(shop.get("/home?user_id=3").body())
        .isEqualTo(
            """
            {"promotions":[{"promotion_id":7,"title":"Half \\"price\\"","product_id":2,\
            "discount_percent":50,"starts_at":"2026-01-01T00:00:00Z",\
            "ends_at":"2026-02-01T00:00:00Z"}],\
            "recommendations":[{"product_id":3,"buyers":12}]}""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?user_id",
        "?user_id=",
        "?user_id=0",
        "?user_id=-1",
        "?user_id=1.5",
        "?user_id=one",
        "?user_id=1&user_id=2",
        "?user_id=99999999999999999999",
        "?user_id=%00",
        "?user=1"
      })
  void without_a_valid_user_it_is_a_bad_request(String query) throws Exception {
    assertThat(shop.get("/products/all" + query).problem(400)).contains("'user_id'");
    assertThat(shop.get("/home" + query).problem(400)).contains("'user_id'");
  }

  @Test
  void it_is_read_only() throws Exception {
    ContractAnswer answer = shop.client().send("POST", "/products/all?user_id=1", "{}");
    answer.problem(405);
    assertThat(answer.header("Allow")).hasValue("GET, HEAD, OPTIONS");
    shop.client().send("DELETE", "/", null).problem(405);
    assertThat(shop.client().send("HEAD", "/products/all?user_id=1", null).status()).isEqualTo(200);
  }

  @Test
  void what_is_not_there_is_a_problem() throws Exception {
    shop.get("/products").problem(404);
    shop.get("/assets/").problem(404);
    shop.get("/assets/nothing.js").problem(404);
    shop.get("/assets/..%2fopenapi.yaml").problem(404);
  }

  @Test
  void the_page_and_its_files_are_served() throws Exception {
    ContractAnswer page = shop.get("/");
    assertThat(page.header("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy").orElseThrow()).contains("default-src 'self'");
    assertThat(shop.get("/assets/index.html").body()).isEqualTo(page.body());
  }

  @Test
  void the_contract_and_its_page_are_served() throws Exception {
    assertThat(shop.get("/openapi.yaml").body()).contains("operationId: getPageData");
    assertThat(shop.get("/docs").status()).isEqualTo(200);
  }

  @Test
  void calls_and_breakers_can_be_watched() throws Exception {
    String line =
        "starling_downstream_calls_seconds_count{downstream=\"inventory\",outcome=\"ok\"}";
    double before = shop.metric(line);
    shop.pageData();
    assertThat(shop.metric(line)).isEqualTo(before + 1);
    assertThat(shop.metric("starling_breaker_state{downstream=\"products\"}")).isZero();
    assertThat(shop.breaker("products")).isEqualTo("closed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "downstream.cart.timeout",
        "downstream.cart.retry-interval",
        "downstream.cart.breaker.window",
        "downstream.cart.breaker.reset"
      })
  void durations_of_nothing_are_no_settings(String setting) throws Exception {
    assertThat(validate(setting, "0s")).isEqualTo(setting + " is not valid; valid is 1ms or more");
  }

  @Test
  void more_products_than_the_catalogue_gives_are_no_setting() throws Exception {
    assertThat(validate("products-limit", "1001"))
        .isEqualTo("products-limit is not valid; valid is 1 to 1000");
    assertThat(validate("products-limit", "1000")).isEmpty();
  }

  private static String validate(String setting, String value) throws SettingsException {
    StorefrontSettings settings =
        SettingsLoader.load(
                StorefrontSettings.class, "storefront", List.of(), Map.of(), Map.of(setting, value))
            .settings();
    return StorefrontService.DEFINITION
        .validation()
        .apply(settings)
        .map(BadSetting::getMessage)
        .orElse("");
  }
}

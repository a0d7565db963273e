package dev.starling.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.openapi.testing.ContractAnswer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class StorefrontFaultsTest {
  private TestShop shop;

  @BeforeEach
  void start() throws TimeoutException {
    shop =
        new TestShop(
            Map.of(
                "downstream.products.breaker.reset", "5s",
                "downstream.inventory.breaker.reset", "5s",
                "downstream.promotions.timeout", "800ms",
                "downstream.promotions.tries", "1",
                "downstream.recommendations.timeout", "800ms",
                "downstream.recommendations.tries", "1"));
  }

  @AfterEach
  void stop() throws TimeoutException {
    shop.close();
  }

  @Test
  void products_that_are_silent_are_a_gateway_timeout() throws Exception {
    shop.products.isSilent();
    ContractAnswer answer = shop.get("/products/all?user_id=3");
    answer.problem(504);
    assertThat(shop.products.questions()).as("tried again, within the second").hasSize(2);
  }

  @Test
  void products_that_fail_or_are_gone_are_a_bad_gateway() throws Exception {
    shop.products.fails(503);
    shop.get("/products/all?user_id=3").problem(502);
    assertThat(shop.products.questions()).hasSize(3);
    shop.products.disappears();
    shop.get("/products/all?user_id=3").problem(502);
  }

  @Test
  void everything_silent_at_once_is_a_gateway_timeout() throws Exception {
    for (String name : List.of("products", "cart", "favorites", "inventory")) {
      shop.of(name).isSilent();
    }
    shop.get("/products/all?user_id=3").problem(504);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cart", "favorites", "inventory"})
  void what_is_optional_is_null_when_it_is_silent_broken_or_gone(String name) throws Exception {
    FakeService<?, ?> service = shop.of(name);
    service.isSilent();
    assertNullOnly(name, shop.get("/products/all?user_id=3"));
    service.fails(500);
    assertNullOnly(name, shop.get("/products/all?user_id=3"));
    service.fails(404);
    assertNullOnly(name, shop.get("/products/all?user_id=3"));
    service.disappears();
    assertNullOnly(name, shop.get("/products/all?user_id=3"));
    service.appears();
    service.works();
    assertNullOnly("nothing", shop.get("/products/all?user_id=3"));
  }

  private static void assertNullOnly(String name, ContractAnswer answer) {
    assertThat(answer.status()).isEqualTo(200);
    JsonObject data = answer.object();
    assertThat(data.getInteger("cart_items")).isEqualTo(name.equals("cart") ? null : (Integer) 1);
    assertThat(data.getInteger("favorite_items"))
        .isEqualTo(name.equals("favorites") ? null : (Integer) 2);
    assertThat(data.getJsonArray("products").getJsonObject(1).getInteger("inventory"))
        .isEqualTo(name.equals("inventory") ? null : (Integer) 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"promotions", "recommendations"})
  void each_half_of_home_does_without_the_other(String name) throws Exception {
    shop.of(name).isSilent();
    assertThat(nullFields(shop.get("/home?user_id=3"))).containsExactly(name);
    shop.of(name).fails(500);
    assertThat(nullFields(shop.get("/home?user_id=3"))).containsExactly(name);
    shop.of(name).disappears();
    assertThat(nullFields(shop.get("/home?user_id=3"))).containsExactly(name);
  }

  private static List<String> nullFields(ContractAnswer answer) {
    assertThat(answer.status()).isEqualTo(200);
    JsonObject home = answer.object();
    return home.fieldNames().stream().filter(field -> home.getValue(field) == null).toList();
  }

  @Test
  void they_are_asked_side_by_side_and_the_inventory_after_the_products() throws Exception {
    Runnable answer = shop.products.hesitates();
    CompletableFuture<ContractAnswer> page = async();
    for (String name : List.of("products", "cart", "favorites")) {
      shop.of(name).awaitQuestion();
    }
    assertThat(shop.inventory.questions()).isEmpty();
    answer.run();
    assertNullOnly("nothing", page.get(60, TimeUnit.SECONDS));
    assertThat(shop.inventory.questions()).hasSize(1);
  }

  @Test
  void two_failed_tries_are_made_good_by_a_third_and_count_for_nothing() throws Exception {
    for (int request = 1; request <= 6; request++) {
      shop.products.failsUpTo(3 * request - 1, 500);
      assertThat(shop.pageData().status()).isEqualTo(200);
      assertThat(shop.products.questions()).hasSize(3 * request);
    }
    assertThat(shop.breaker("products")).isEqualTo("closed");
    assertThat(shop.metric("starling_downstream_retries_total{downstream=\"products\"}"))
        .isEqualTo(12);
  }

  @Test
  void not_found_and_bad_requests_are_neither_tried_again_nor_failures() throws Exception {
    for (int status : List.of(404, 400)) {
      shop.inventory.fails(status);
      for (int request = 0; request < 6; request++) {
        assertNullOnly("inventory", shop.pageData());
      }
    }
    assertThat(shop.inventory.questions()).hasSize(12);
    assertThat(shop.breaker("inventory")).isEqualTo("closed");
    assertThat(
            shop.metric(
                "starling_downstream_calls_seconds_count"
                    + "{downstream=\"inventory\",outcome=\"declined\"}"))
        .isEqualTo(12);
  }

  @Test
  void five_failures_open_the_breaker_of_the_products_and_one_success_closes_it_again()
      throws Exception {
    shop.products.fails(500);
    for (int request = 0; request < 5; request++) {
      assertThat(shop.breaker("products")).isEqualTo("closed");
      shop.pageData().problem(502);
    }
    assertThat(shop.breaker("products")).isEqualTo("open");
    assertThat(shop.metric("starling_breaker_state{downstream=\"products\"}")).isEqualTo(2);
    assertThat(shop.management("/health/ready").statusCode()).as("still ready").isEqualTo(200);

    int asked = shop.products.questions().size();
    ContractAnswer refused = shop.get("/products/all?user_id=3");
    assertThat(refused.problem(503)).contains("try again in");
    assertThat(refused.header("Retry-After").map(Integer::valueOf).orElseThrow()).isBetween(1, 5);
    assertThat(shop.products.questions()).hasSize(asked);
    assertThat(nullFields(shop.get("/home?user_id=3"))).as("another's matter").isEmpty();

    shop.products.works();
    shop.awaitBreaker("products", "half-open");
    assertThat(shop.metric("starling_breaker_state{downstream=\"products\"}")).isEqualTo(1);
    assertThat(shop.pageData().status()).isEqualTo(200);
    assertThat(shop.breaker("products")).isEqualTo("closed");
  }

  @Test
  void a_silent_inventory_costs_time_only_until_its_breaker_opens() throws Exception {
    shop.inventory.isSilent();
    for (ContractAnswer answer : atOnce(5)) {
      assertNullOnly("inventory", answer);
    }
    assertThat(shop.breaker("inventory")).isEqualTo("open");
    int asked = shop.inventory.questions().size();
    assertNullOnly("inventory", shop.get("/products/all?user_id=3"));
    assertThat(shop.inventory.questions()).hasSize(asked);

    shop.awaitBreaker("inventory", "half-open");
    shop.inventory.fails(500);
    for (ContractAnswer answer : atOnce(10)) {
      assertNullOnly("inventory", answer);
    }
    assertThat(shop.inventory.questions()).as("one call, with its tries").hasSize(asked + 3);
    assertThat(shop.breaker("inventory")).isEqualTo("open");
  }

  private List<ContractAnswer> atOnce(int requests) throws Exception {
    List<CompletableFuture<ContractAnswer>> answers = new ArrayList<>();
    for (int request = 0; request < requests; request++) {
      answers.add(async());
    }
    List<ContractAnswer> there = new ArrayList<>();
    for (CompletableFuture<ContractAnswer> answer : answers) {
      there.add(answer.get(60, TimeUnit.SECONDS));
    }
    return there;
  }

  private CompletableFuture<ContractAnswer> async() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return shop.get("/products/all?user_id=3");
          } catch (Exception failure) {
            throw new AssertionError(failure);
          }
        },
        task -> new Thread(task).start());
  }
}

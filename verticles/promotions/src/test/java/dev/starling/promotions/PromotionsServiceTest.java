package dev.starling.promotions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.shop.Promotions;
import dev.starling.shop.Promotions.Promotion;
import dev.starling.shop.testing.ShopServiceContract;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class PromotionsServiceTest extends ShopServiceContract<PromotionsSettings> {
  PromotionsServiceTest() {
    super(PromotionsService.DEFINITION, "/promotions");
  }

  @AfterEach
  void forget() throws SQLException {
    execute("delete from promotion where title like 'test%'");
  }

  private void add(String title, String from, String to) throws SQLException {
    execute(
        "insert into promotion (title, product_id, discount_percent, starts_at, ends_at)"
            + " values ('%s', 1, 5, %s, %s)".formatted(title, from, to));
  }

  private List<String> titles() throws Exception {
    return client().get("/promotions").array().stream()
        .map(promotion -> ((io.vertx.core.json.JsonObject) promotion).getString("title"))
        .toList();
  }

  @Test
  void of_the_sample_rows_those_are_answered_that_run_now() throws Exception {
    assertThat(titles())
        .containsExactly("The early bird", "Four of a kind", "Last chance", "Always a bargain");
    assertThat(client().get("/promotions").array().getJsonObject(1).encode())
        .isEqualTo(
            "{\"promotion_id\":2,\"title\":\"Four of a kind\",\"product_id\":4,"
                + "\"discount_percent\":25,\"starts_at\":\"2020-01-01T00:00:00Z\","
                + "\"ends_at\":\"2091-01-01T00:00:00Z\"}");
  }

  @Test
  void one_runs_from_its_start_until_its_end() throws Exception {
    add("test over", "now() - interval '1 day'", "now()");
    add("test running", "now()", "now() + interval '1 hour'");
    add("test to come", "now() + interval '1 hour'", "now() + interval '1 day'");
    assertThat(titles()).hasSize(5).startsWith("test running");
  }

  @Test
  void a_hundred_are_answered_at_most_those_that_end_first() throws Exception {
    execute(
        "insert into promotion (title, product_id, discount_percent, starts_at, ends_at)"
            + " select 'test ' || n, n, 5, now(), now() + n * interval '1 hour'"
            + " from generate_series(1, 120) n");
    assertThat(titles()).hasSize(100).startsWith("test 1", "test 2").endsWith("test 100");
  }

  @Test
  void other_services_are_told_the_same_over_the_event_bus(VertxTestContext test) throws Exception {
    List<String> overHttp = titles();
    Promotions.ask(bus(), new Promotions.Ask(), 5_000)
        .map(Promotions.Answer::promotions)
        .onComplete(
            test.succeeding(
                promotions ->
                    test.verify(
                        () -> {
                          assertThat(promotions).extracting(Promotion::title).isEqualTo(overHttp);
                          assertThat(promotions)
                              .contains(
                                  new Promotion(
                                      2,
                                      "Four of a kind",
                                      4,
                                      25,
                                      "2020-01-01T00:00:00Z",
                                      "2091-01-01T00:00:00Z"));
                          test.completeNow();
                        })));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "now(), now()",
        "now(), 'infinity'",
        "'-infinity', now()",
        "now(), '10000-01-01 00:00:00+00'"
      })
  void times_that_cannot_be_told_are_not_kept(String times) {
    assertThatThrownBy(
            () ->
                execute(
                    "insert into promotion (title, product_id, discount_percent, starts_at,"
                        + " ends_at) values ('test', 1, 5, "
                        + times
                        + ")"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("check constraint");
  }
}

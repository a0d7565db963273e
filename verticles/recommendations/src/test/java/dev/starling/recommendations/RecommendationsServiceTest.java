package dev.starling.recommendations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shop.Recommendations;
import dev.starling.shop.Recommendations.Recommendation;
import dev.starling.shop.testing.ShopServiceContract;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test has users and products of its own: those of thousands that begin with its number. */
class RecommendationsServiceTest extends ShopServiceContract<RecommendationsSettings> {
  RecommendationsServiceTest() {
    super(RecommendationsService.DEFINITION, "/users/1/recommendations");
  }

  private void buys(long user, int... products) throws SQLException {
    execute(
        "insert into purchase (user_id, product_id) select %d, unnest(array%s)"
            .formatted(user, Arrays.toString(products)));
  }

  private List<Recommendation> to(long user) throws Exception {
    JsonArray answer = client().get("/users/" + user + "/recommendations").array();
    return answer.stream()
        .map(JsonObject.class::cast)
        .map(one -> new Recommendation(one.getInteger("product_id"), one.getInteger("buyers")))
        .toList();
  }

  @Test
  void what_others_bought_as_well_is_recommended_the_best_first() throws Exception {
    buys(1_000, 1_001);
    buys(1_001, 1_001, 1_002, 1_003);
    buys(1_002, 1_001, 1_003);
    buys(1_003, 1_004);
    assertThat(to(1_000))
        .containsExactly(new Recommendation(1_003, 2), new Recommendation(1_002, 1));
  }

  @Test
  void what_the_user_has_bought_is_not_recommended() throws Exception {
    buys(2_000, 2_001, 2_002);
    buys(2_001, 2_001, 2_002, 2_003);
    assertThat(to(2_000)).containsExactly(new Recommendation(2_003, 1));
  }

  @Test
  void one_who_buys_often_counts_once() throws Exception {
    buys(3_000, 3_001, 3_001);
    buys(3_001, 3_001, 3_001, 3_002, 3_002, 3_002);
    assertThat(to(3_000)).containsExactly(new Recommendation(3_002, 1));
  }

  @Test
  void of_equals_the_lower_number_comes_first_and_ten_at_most() throws Exception {
    buys(4_000, 4_001);
    buys(4_001, 4_001, 4_013, 4_012, 4_011, 4_010, 4_009, 4_008, 4_007, 4_006, 4_005, 4_004, 4_003);
    assertThat(to(4_000))
        .extracting(Recommendation::productId)
        .containsExactly(4_003, 4_004, 4_005, 4_006, 4_007, 4_008, 4_009, 4_010, 4_011, 4_012);
  }

  @Test
  void who_has_bought_nothing_is_recommended_nothing() throws Exception {
    assertThat(client().get("/users/5000/recommendations").body()).isEqualTo("[]");
    assertThat(client().get("/users/" + Long.MAX_VALUE + "/recommendations").body())
        .isEqualTo("[]");
  }

  @Test
  void the_sample_rows_are_the_same_every_time_and_have_something_for_everyone() throws Exception {
    assertThat(to(3))
        .startsWith(
            new Recommendation(8, 27),
            new Recommendation(7, 26),
            new Recommendation(5, 25),
            new Recommendation(11, 25))
        .hasSize(10);
    for (int user = 1; user <= 200; user += 50) {
      assertThat(to(user)).hasSize(10);
    }
  }

  @Test
  void however_much_was_sold_an_answer_comes() throws Exception {
    execute(
        "insert into purchase (user_id, product_id)"
            + " select 6000 + n % 4999, 6000 + (n * 7919) % 200 from generate_series(1, 200000) n");
    execute("analyze purchase");
    assertThat(to(6_000)).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "-1", "1.5", "%20", "9223372036854775808"})
  void a_bad_user_is_a_400_that_names_it(String user) throws Exception {
    assertThat(client().get("/users/" + user + "/recommendations").problem(400))
        .contains("user_id");
  }

  @Test
  void other_services_are_told_the_same_over_the_event_bus() throws Exception {
    Recommendations.Answer answer =
        await(Recommendations.ask(bus(), new Recommendations.Ask(3), 5_000));
    assertThat(answer.recommendations()).hasSize(10).isEqualTo(to(3));
    assertThat(failure(Recommendations.ask(bus(), new Recommendations.Ask(-1), 5_000)))
        .isEqualTo(400);
  }
}

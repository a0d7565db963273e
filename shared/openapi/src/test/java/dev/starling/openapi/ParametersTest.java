package dev.starling.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.HttpTestClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class ParametersTest {
  private HttpTestClient http;

  @BeforeEach
  void serve(Vertx vertx) throws TimeoutException {
    http = ApiRig.serve(vertx, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|{\"ids\":[],\"limit\":20}",
        "?limit=1|{\"ids\":[],\"limit\":1}",
        "?limit=100|{\"ids\":[],\"limit\":100}",
        "?ids=1,2,3|{\"ids\":[1,2,3],\"limit\":20}",
        "?ids=1&ids=2&ids=3|{\"ids\":[1,2,3],\"limit\":20}",
        "?q=a%20b%2B|{\"ids\":[],\"limit\":20,\"q\":\"a b+\"}",
        "?q=|{\"ids\":[],\"limit\":20,\"q\":\"\"}",
        "?new=true&price=9.99&other=1|{\"ids\":[],\"limit\":20}"
      })
  void values_are_read_by_their_types(String query, String read) throws IOException {
    assertThat(http.get("/items" + query).body()).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=",
        "limit=ten",
        "limit=1.5",
        "limit=1e1",
        "limit=99999999999999999999",
        "limit=1&limit=2",
        "ids=1,2,3,4",
        "ids=1,,2",
        "ids=1,two",
        "new=yes",
        "new=TRUE",
        "price=-0.01",
        "price=NaN",
        "price=1e400",
        "q=longer"
      })
  void a_value_that_does_not_fit_is_400_and_named(String query) throws IOException {
    HttpResponse<String> answer = http.get("/items?" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("detail"))
        .contains("'" + query.substring(0, query.indexOf('=')));
  }

  @Test
  void all_that_is_wrong_is_said_at_once() throws IOException {
    assertThat(new JsonObject(http.get("/items?limit=0&new=perhaps").body()).getString("detail"))
        .contains("'limit'", "'new'", "; ");
  }

  @Test
  void a_missing_one_that_is_required_is_400() throws IOException {
    assertThat(http.get("/items/7").body()).contains("'lang' is missing");
    assertThat(http.get("/items/7?lang=fr").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"7,200", "0,404", "-1,404", "2147483648,404", "99999999999999999999,404", "x,400"})
  void a_number_in_the_path_that_nothing_can_have_is_404_and_no_number_is_400(String id, int status)
      throws IOException {
    assertThat(http.get("/items/" + id + "?lang=de").statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"ada,ada", "a+b,a+b", "a%20b,a b", "a%2Fb,a/b"})
  void a_text_in_the_path_is_decoded_and_keeps_its_plus(String written, String read)
      throws IOException {
    HttpResponse<String> answer = http.send(http.request("/names/" + written).DELETE());
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("name")).hasValue(read);
  }
}

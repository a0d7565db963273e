package dev.starling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.openapi.testing.ContractClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is named, and nothing else happens. */
class BadInputTest {
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"brand_id":1} | 'product_name' is missing
          {"product_name":"x"} | 'brand_id' is missing
          {} | 'product_name' is missing; 'brand_id' is missing
          {"product_name":"x","brand_id":"1"} | 'brand_id': must be of type integer
          {"product_name":"x","brand_id":1.5} | 'brand_id': must be of type integer
          {"product_name":"x","brand_id":null} | 'brand_id': must be of type integer
          {"product_name":"x","brand_id":[1]} | 'brand_id': must be of type integer
          {"product_name":"x","brand_id":1e99} | 'brand_id': 1.0E99 is greater than 2147483647
          {"product_name":7,"brand_id":1} | 'product_name': must be of type string
          {"product_name":"x","brand_id":1,"price":3} | 'price' is not known here
          {"product_name":"\\u0000","brand_id":1} | 'product_name': holds characters that are not allowed, or only blanks
          {"product_name":"  ","brand_id":1} | 'product_name': holds characters that are not allowed, or only blanks
          [] | the body: must be of type object
          "x" | the body: must be of type object
          """)
  void a_body_that_does_not_fit_is_a_400_that_names_each_field(String body, String detail)
      throws Exception {
    assertThat(client.send("POST", "/products", body).problem(400)).isEqualTo(detail);
    assertThat(client.send("PUT", "/products/1", body).problem(400)).isEqualTo(detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lamp\\n",
        "lamp\\r",
        "lamp\\r\\n",
        "\\nlamp",
        "lamp\\t",
        "lamp\\u007f",
        "\\u0080lamp",
        "la\\u0085mp",
        "lamp\\u009b31m",
        "lamp\\u009f",
        "\\u00a0",
        "\\u2028",
        "\\ufeff"
      })
  void a_name_with_a_line_end_or_of_blanks_alone_is_a_400(String name) throws Exception {
    String product = "{\"product_name\":\"%s\",\"brand_id\":1}".formatted(name);

    assertThat(client.send("POST", "/products", product).problem(400)).startsWith("'product_name'");
    assertThat(client.send("PUT", "/products/1", product).problem(400))
        .startsWith("'product_name'");
    assertThat(
            client.send("POST", "/brands", "{\"brand_name\":\"%s\"}".formatted(name)).problem(400))
        .startsWith("'brand_name'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "nul",
        "{\"product_name\":\"x\",\"brand_id\":1}}",
        "{\"product_name\":\"x\",\"brand_id\":1,\"brand_id\":2}",
        "{\"product_name\":\"\\ud800\",\"brand_id\":1}",
        "{'product_name':'x'}",
        "{\"product_name\":\"x\",\"brand_id\":01}",
        "{\"product_name\":\"x\",\"brand_id\":NaN}"
      })
  void what_is_not_json_is_a_400_that_says_where(String body) throws Exception {
    assertThat(client.send("POST", "/products", body).problem(400))
        .startsWith("the body is not JSON: ")
        .doesNotContain("Source");
  }

  @Test
  void a_body_nested_too_deep_is_a_400() throws Exception {
    assertThat(client.send("POST", "/products", "[".repeat(30_000)).problem(400))
        .startsWith("the body is not JSON: ");
  }

  @Test
  void no_body_is_a_400() throws Exception {
    assertThat(client.send(client.to("/products").POST(BodyPublishers.noBody())).problem(400))
        .isEqualTo("there is no body; valid is a JSON object");
  }

  @Test
  void a_body_that_is_not_utf_8_is_a_400() throws Exception {
    byte[] latin1 = {'"', (byte) 0xe4, '"'};

    assertThat(
            client
                .send(
                    client
                        .to("/brands")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(latin1)))
                .problem(400))
        .isEqualTo("the body is not JSON: it is not UTF-8");
  }

  @Test
  void a_name_of_200_characters_is_taken_and_a_longer_one_is_not() throws Exception {
    String longest = "\uD83E\uDD9C".repeat(100);

    assertThat(client.send("POST", "/brands", "{\"brand_name\":\"" + longest + "\"}").status())
        .isEqualTo(201);
    assertThat(
            client
                .send("POST", "/brands", "{\"brand_name\":\"" + "x".repeat(10_000) + "\"}")
                .problem(400))
        .startsWith("'brand_name': string is too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2147483648", "9223372036854775808", "999999"})
  void a_number_that_is_no_product_is_a_404(String id) throws Exception {
    client.get("/products/" + id).problem(404);
    client.get("/products/" + id + "/skus").problem(404);
    client.send("DELETE", "/products/" + id, null).problem(404);
    client.send("PUT", "/products/" + id, "{\"product_name\":\"x\",\"brand_id\":1}").problem(404);
    client.get("/brands/" + id).problem(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "1.0",
        "1e3",
        "+1",
        "%2B1",
        "%D9%A5",
        "%EF%BC%91",
        "1%20OR%201=1",
        "%00",
        "1;drop"
      })
  void what_is_no_number_is_a_400(String id) throws Exception {
    assertThat(client.get("/products/" + id).problem(400))
        .isEqualTo("'id': must be of type integer");
    client.get("/brands/" + id).problem(400);
    client.send("DELETE", "/products/" + id, null).problem(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=x",
        "limit=1&limit=2",
        "after=-1",
        "brand_id=0",
        "limit=%2B5",
        "limit=+5",
        "limit=%D9%A5",
        "after=%EF%BC%91",
        "brand_id=%E0%A5%AB"
      })
  void a_query_that_does_not_fit_is_a_400_that_names_the_parameter(String query) throws Exception {
    assertThat(client.get("/products?" + query).problem(400))
        .startsWith("'" + query.substring(0, query.indexOf('=')) + "'");
  }

  @Test
  void a_brand_that_does_not_exist_is_a_422() throws Exception {
    String product = "{\"product_name\":\"x\",\"brand_id\":12345}";

    assertThat(client.send("POST", "/products", product).problem(422))
        .isEqualTo("there is no brand 12345");
    client.send("PUT", "/products/1", product).problem(422);
  }

  @Test
  void a_method_that_is_not_known_is_a_405_with_those_that_are() throws Exception {
    var answer = client.send("PATCH", "/products/1", "{}");

    answer.problem(405);
    assertThat(answer.header("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS, PUT");
  }

  @Test
  void a_path_that_is_not_there_is_a_404() throws Exception {
    client.get("/nothing").problem(404);
    client.get("/products/1/").problem(404);
    client.get("/products/1/skus/1").problem(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/xml", "application/json; charset=utf-16", "json"})
  void another_media_type_is_a_415(String type) throws Exception {
    client
        .send(
            client
                .to("/products")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"product_name\":\"x\",\"brand_id\":1}")))
        .problem(415);
  }

  @Test
  void a_body_over_64_kib_is_a_413_whether_its_length_is_told_or_not() throws Exception {
    String tooLong = "{\"brand_name\":\"" + "x".repeat(70_000) + "\"}";

    client.send("POST", "/brands", tooLong).problem(413);
    client
        .send(
            client
                .to("/brands")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(
                            () -> new java.io.ByteArrayInputStream(tooLong.getBytes())))))
        .problem(413);
  }
}

package dev.starling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.openapi.testing.ContractClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 13; every test has products of its own. */
class ConditionalRequestsTest {
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

  private static String product(String name) {
    return "{\"product_name\":\"" + name + "\",\"brand_id\":1}";
  }

  private static String added(String name) throws Exception {
    return client.send("POST", "/products", product(name)).header("Location").orElseThrow();
  }

  private static String tag(String path) throws Exception {
    return client.get(path).header("ETag").orElseThrow();
  }

  private static int put(String path, String name, String... headers) throws Exception {
    return client.send("PUT", path, product(name), headers).status();
  }

  private static int delete(String path, String... headers) throws Exception {
    return client.send("DELETE", path, null, headers).status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/brands",
        "/brands/1",
        "/products/5",
        "/products/5/skus",
        "/products?limit=9",
        "/openapi.yaml",
        "/docs",
        "/docs/start.js"
      })
  void reading_follows_the_conditions(String path) throws Exception {
    ContractAnswer plain = client.get(path);
    String tag = plain.header("ETag").orElseThrow();

    assertThat(tag).startsWith("\"");
    assertThat(get(path, "If-Match", tag)).isEqualTo(200);
    assertThat(get(path, "If-Match", "*")).isEqualTo(200);
    assertThat(get(path, "If-Match", "\"no\"")).isEqualTo(412);
    assertThat(get(path, "If-Match", "W/" + tag)).isEqualTo(412);
    assertThat(get(path, "If-None-Match", "W/" + tag)).isEqualTo(304);
    assertThat(get(path, "If-None-Match", "*")).isEqualTo(304);
    assertThat(get(path, "If-None-Match", "\"no\"")).isEqualTo(200);
    assertThat(get(path, "If-Match", "\"no\"", "If-None-Match", tag)).isEqualTo(412);
    assertThat(get(path, "If-Match", tag, "If-None-Match", tag)).isEqualTo(304);
    assertThat(get(path, "If-Match", "\"no\"", "If-Match", tag)).isEqualTo(200);
    assertThat(get(path, "If-None-Match", "\"a,b\"", "If-None-Match", "\"c\", " + tag))
        .isEqualTo(304);
    assertThat(client.send("HEAD", path, null, "If-Match", "\"no\"").status()).isEqualTo(412);
    ContractAnswer unchanged = client.send("GET", path, null, "If-None-Match", tag);
    assertThat(unchanged.body()).isEmpty();
    for (String header : List.of("ETag", "Cache-Control", "Vary")) {
      assertThat(unchanged.header(header)).as(header).isEqualTo(plain.header(header));
    }
  }

  private static int get(String path, String... headers) throws Exception {
    return client.send("GET", path, null, headers).status();
  }

  @Test
  void the_stream_of_all_products_has_no_tag_that_could_match() throws Exception {
    assertThat(get("/products", "If-Match", "\"no\"")).isEqualTo(412);
    assertThat(get("/products", "If-None-Match", "\"no\"")).isEqualTo(200);
    assertThat(get("/products", "If-None-Match", "*")).isEqualTo(304);
  }

  @Test
  void a_write_with_a_stale_tag_changes_nothing() throws Exception {
    String path = added("one");
    String stale = tag(path);
    assertThat(put(path, "two")).isEqualTo(200);
    String now = tag(path);

    assertThat(put(path, "three", "If-Match", stale)).isEqualTo(412);
    assertThat(put(path, "three", "If-Match", "W/" + now)).isEqualTo(412);
    assertThat(put(path, "three", "If-Match", "rubbish")).isEqualTo(412);
    assertThat(put(path, "three", "If-None-Match", "*")).isEqualTo(412);
    assertThat(put(path, "three", "If-None-Match", "W/" + now)).isEqualTo(412);
    assertThat(put(path, "three", "If-Match", now, "If-None-Match", now)).isEqualTo(412);
    assertThat(delete(path, "If-Match", stale)).isEqualTo(412);
    assertThat(delete(path, "If-None-Match", "*")).isEqualTo(412);
    assertThat(tag(path)).isEqualTo(now);

    assertThat(put(path, "three", "If-Match", stale, "If-Match", now)).isEqualTo(200);
    assertThat(put(path, "four", "If-None-Match", stale)).isEqualTo(200);
    assertThat(put(path, "five", "If-Match", "*")).isEqualTo(200);
    assertThat(delete(path, "If-Match", tag(path))).isEqualTo(204);
  }

  @Test
  void without_a_modification_date_its_conditions_are_ignored() throws Exception {
    String path = added("dated");
    String past = "Thu, 01 Jan 1970 00:00:00 GMT";

    assertThat(put(path, "other", "If-Unmodified-Since", past)).isEqualTo(200);
    assertThat(get(path, "If-Modified-Since", "Thu, 31 Dec 2099 00:00:00 GMT")).isEqualTo(200);
  }

  @Test
  void what_would_fail_anyway_fails_as_without_conditions() throws Exception {
    assertThat(put("/products/999999", "x", "If-Match", "\"no\"")).isEqualTo(404);
    assertThat(delete("/products/999999", "If-Match", "*")).isEqualTo(404);
    assertThat(get("/products/999999", "If-None-Match", "*")).isEqualTo(404);
    assertThat(client.send("PUT", "/products/5", "{}", "If-Match", "\"no\"").status())
        .isEqualTo(400);
  }

  @Test
  void adding_follows_the_conditions_on_the_list() throws Exception {
    String tag = tag("/brands");
    String brand = "{\"brand_name\":\"new\"}";

    assertThat(client.send("POST", "/brands", brand, "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(client.send("POST", "/brands", brand, "If-Match", "\"no\"").status()).isEqualTo(412);
    assertThat(client.send("POST", "/brands", brand, "If-Match", tag).status()).isEqualTo(201);
    assertThat(client.send("POST", "/brands", brand, "If-Match", tag).status()).isEqualTo(412);
    assertThat(client.send("POST", "/products", product("x"), "If-None-Match", "*").status())
        .isEqualTo(412);
    assertThat(client.send("POST", "/product", product("x"), "If-Match", "*").status())
        .isEqualTo(201);
  }

  @Test
  void of_several_writes_with_one_tag_exactly_one_wins() throws Exception {
    String path = added("contested");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 20; round++) {
        String tag = tag(path);
        List<Callable<Integer>> writes = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
          String body = product("round " + round + " writer " + writer);
          writes.add(
              () ->
                  client
                      .send(
                          client
                              .to(path)
                              .header("If-Match", tag)
                              .header("Content-Type", "application/json")
                              .PUT(BodyPublishers.ofString(body)))
                      .status());
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> write : threads.invokeAll(writes)) {
          statuses.add(write.get());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 412, 412, 412);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}

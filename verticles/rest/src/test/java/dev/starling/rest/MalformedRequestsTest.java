package dev.starling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.openapi.testing.ContractAnswer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A thousand requests that nobody would write by hand, the same every time. */
class MalformedRequestsTest {
  private static final int REQUESTS = 1_000;
  private static final long SEED = 7;

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "FOO");
  private static final List<String> PATHS =
      List.of("/brands", "/brands/1", "/products", "/product", "/products/1", "/products/1/skus");
  private static final List<String> TYPES =
      List.of("application/json", "application/json", "application/json", "text/plain", "a/b;;=");
  private static final List<String> WRECKAGE =
      List.of(
          "{",
          "}",
          "[",
          "\"",
          "\\",
          "\\u0000",
          "\\ud800",
          "null",
          "1e999",
          "-",
          "0x1",
          "''",
          "\u0007",
          "\uFFFF",
          "é",
          "true",
          "99999999999999999999",
          "/*",
          "1.0",
          ":");

  private static RunningRest rest;

  @BeforeAll
  static void start() throws Exception {
    rest = RunningRest.withSampleData();
  }

  @AfterAll
  static void stop() throws TimeoutException {
    rest.close();
  }

  @Test
  void none_is_answered_with_a_server_error_and_the_service_goes_on() throws Exception {
    Random random = new Random(SEED);
    for (int number = 0; number < REQUESTS; number++) {
      ContractAnswer answer = rest.client().send(request(random));

      assertThat(answer.status()).as("request %d: %s", number, answer).isLessThan(500);
    }
    assertThat(rest.client().get("/brands").status()).isEqualTo(200);
  }

  private static HttpRequest.Builder request(Random random) {
    String method = one(METHODS, random);
    String path = one(PATHS, random).replace("1", id(random)) + query(random);
    byte[] body = body(random);
    return rest.client()
        .to(path)
        .header("Content-Type", one(TYPES, random))
        .method(method, BodyPublishers.ofByteArray(body));
  }

  private static String id(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> "1";
      case 1 -> Long.toString(random.nextLong());
      case 2 -> "%00";
      case 3 -> "1%27%20or%201=1--";
      default -> "%F0%9F%A6%9C" + random.nextInt();
    };
  }

  private static String query(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "?limit=" + random.nextInt();
      case 1 -> "?after=%C3%BF&limit&brand_id=" + random.nextInt();
      case 2 -> "?" + "a".repeat(random.nextInt(200)) + "=%25";
      default -> "";
    };
  }

  private static byte[] body(Random random) {
    StringBuilder body =
        new StringBuilder("{\"product_name\":\"lamp\",\"brand_id\":1,\"brand_name\":\"x\"}");
    int wounds = random.nextInt(4);
    for (int wound = 0; wound < wounds; wound++) {
      int at = random.nextInt(body.length());
      if (random.nextBoolean()) {
        body.insert(at, one(WRECKAGE, random));
      } else {
        body.delete(at, Math.min(body.length(), at + 1 + random.nextInt(8)));
      }
      if (body.isEmpty()) {
        return new byte[0];
      }
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(8) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static String one(List<String> choice, Random random) {
    return choice.get(random.nextInt(choice.size()));
  }
}

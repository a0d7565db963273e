package dev.starling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.openapi.testing.ContractAnswer;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With a key to check tokens with, only who has a good one may write. */
class WriteProtectionTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String BRAND = "{\"brand_name\":\"x\"}";

  private static Vertx vertx;
  private static RunningRest rest;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    rest =
        RunningRest.start(
            EmbeddedDatabase.create(),
            Map.of(
                "auth.jwt.secret", SECRET,
                "auth.jwt.issuer", "shop",
                "auth.jwt.audience", "catalogue",
                "auth.jwt.scope", "catalogue:write"));
    rest.service().awaitReady();
  }

  @AfterAll
  static void stop() throws TimeoutException {
    rest.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void reading_needs_no_token() throws Exception {
    assertThat(rest.client().get("/brands").status()).isEqualTo(200);
  }

  @Test
  void a_good_token_may_write() throws Exception {
    assertThat(write(token(SECRET, "shop", "catalogue:write other", 60)).status()).isEqualTo(201);
  }

  @Test
  void no_token_is_a_401_for_every_way_to_write() throws Exception {
    for (String[] way :
        new String[][] {
          {"POST", "/brands", BRAND},
          {"POST", "/products", "{}"},
          {"POST", "/product", "{}"},
          {"PUT", "/products/1", "{}"},
          {"DELETE", "/products/1", null}
        }) {
      ContractAnswer answer = rest.client().send(way[0], way[1], way[2]);

      answer.problem(401);
      assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
    }
  }

  @Test
  void a_token_of_another_signer_issuer_or_time_is_a_401() throws Exception {
    for (String bad :
        List.of(
            token("another secret, quite as long as the other", "shop", "catalogue:write", 60),
            token(SECRET, "other", "catalogue:write", 60),
            token(SECRET, "shop", "catalogue:write", -60),
            "rubbish",
            "a.b.c")) {
      ContractAnswer answer = write(bad);

      answer.problem(401);
      assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
    }
  }

  @Test
  void a_token_without_the_scope_is_a_403() throws Exception {
    ContractAnswer answer = write(token(SECRET, "shop", "catalogue:read", 60));

    answer.problem(403);
    assertThat(answer.header("WWW-Authenticate"))
        .hasValue("Bearer error=\"insufficient_scope\", scope=\"catalogue:write\"");
  }

  private static ContractAnswer write(String token) throws Exception {
    return rest.client().send("POST", "/brands", BRAND, "Authorization", "Bearer " + token);
  }

  private static String token(String secret, String issuer, String scope, int seconds) {
    JWTAuth signer =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret)));
    long now = System.currentTimeMillis() / 1_000;
    return signer.generateToken(
        new JsonObject().put("scope", scope).put("exp", now + seconds),
        new JWTOptions().setIssuer(issuer).setAudience(List.of("catalogue")));
  }
}

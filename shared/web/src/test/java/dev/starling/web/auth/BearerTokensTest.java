package dev.starling.web.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.problem.ProblemException;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.testing.BearerToken;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens at a time that stands still: 1,000,000 seconds since 1970, with a leeway of 10 s. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BearerTokensTest {
  private static final String SECRET = "a secret of 32 characters or more";
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(1_000_000));

  private final Vertx vertx = Vertx.vertx();
  private final BearerTokens tokens = tokens(new Rules(null, null, null));

  private record Rules(String wantedIssuer, String wantedAudience, String wantedScope)
      implements ServiceSettings.Jwt {
    @Override
    public Optional<String> publicKey() {
      return Optional.empty();
    }

    @Override
    public String algorithm() {
      return "RS256";
    }

    @Override
    public Optional<String> secret() {
      return Optional.of(SECRET);
    }

    @Override
    public Optional<String> jwks() {
      return Optional.empty();
    }

    @Override
    public Duration jwksRefresh() {
      return Duration.ofMinutes(5);
    }

    @Override
    public Optional<String> issuer() {
      return Optional.ofNullable(wantedIssuer);
    }

    @Override
    public Optional<String> audience() {
      return Optional.ofNullable(wantedAudience);
    }

    @Override
    public Optional<String> scope() {
      return Optional.ofNullable(wantedScope);
    }

    @Override
    public Duration leeway() {
      return Duration.ofSeconds(10);
    }
  }

  private BearerTokens tokens(Rules rules) {
    return BearerTokens.by(Signatures.by(vertx, TrustedKeys.fixed(rules)), rules, NOW);
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private static Bearer check(BearerTokens tokens, String token) throws Exception {
    return tokens.check(token).await(60, TimeUnit.SECONDS);
  }

  private Bearer claims(String payload) throws Exception {
    return check(tokens, BearerToken.signed(SECRET, HEADER, payload));
  }

  private static void refused(int status, BearerTokens tokens, String token) {
    assertThatThrownBy(() -> check(tokens, token))
        .as(token)
        .isInstanceOfSatisfying(
            ProblemException.class,
            failure -> assertThat(failure.problem().status()).isEqualTo(status));
  }

  @Test
  void subject_and_end_are_those_of_the_claims() throws Exception {
    assertThat(claims("{\"sub\":\"ada\",\"exp\":1000060}"))
        .isEqualTo(new Bearer(Optional.of("ada"), 1_000_070_000));
    assertThat(claims("{}")).isEqualTo(new Bearer(Optional.empty(), Bearer.NEVER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000000000000000000",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999",
        "1e18",
        "1e300"
      })
  void an_end_beyond_all_dates_does_not_come(String end) throws Exception {
    assertThat(claims("{\"exp\":" + end + "}").expires()).isEqualTo(Bearer.NEVER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"iat\":1009999}",
        "{\"iat\":999999.5}",
        "{\"exp\":999991}",
        "{\"exp\":1000060.5}",
        "{\"exp\":1.00006e6}",
        "{\"exp\":999990.001}",
        "{\"exp\":253402300800}",
        "{\"iat\":-1}",
        "{\"iat\":1e300}",
        "{\"nbf\":-1}",
        "{\"nbf\":-1e300}",
        "{\"nbf\":1000010}",
        "{\"nbf\":1000009}",
        "{\"nbf\":0}",
        "{\"aud\":[\"a\",\"b\"],\"iss\":\"c\",\"jti\":\"d\"}",
        "{\"scope\":[\"of no interest\"]}"
      })
  void a_token_in_time_passes_within_the_leeway(String payload) throws Exception {
    assertThat(claims(payload)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"exp\":999990}",
        "{\"exp\":0}",
        "{\"nbf\":1000011}",
        "{\"exp\":\"9999999999\"}",
        "{\"exp\":null}",
        "{\"exp\":{}}",
        "{\"exp\":[1000060]}",
        "{\"exp\":true}",
        "{\"exp\":-1}",
        "{\"exp\":-1e300}",
        "{\"exp\":-0.5}",
        "{\"exp\":1e999}",
        "{\"exp\":-9223372036854775809}",
        "{\"exp\":NaN}",
        "{\"exp\":1,\"exp\":9999999999}",
        "{\"nbf\":\"0\"}",
        "{\"nbf\":null}",
        "{\"nbf\":true}",
        "{\"nbf\":1e18}",
        "{\"iat\":\"1\"}",
        "{\"iat\":null}",
        "{\"iat\":-1e999}",
        "{\"iat\":{}}",
        "{\"sub\":5}",
        "{\"sub\":null}",
        "{\"sub\":[\"ada\"]}",
        "{\"iss\":5}",
        "{\"iss\":null}",
        "{\"jti\":5}",
        "{\"aud\":5}",
        "{\"aud\":null}",
        "{\"aud\":{}}",
        "{\"aud\":[\"a\",5]}",
        "[]",
        "null",
        "\"x\"",
        "5",
        "{",
        "",
        "{}{}"
      })
  void late_early_and_mistyped_claims_are_refused(String payload) {
    refused(401, tokens, BearerToken.signed(SECRET, HEADER, payload));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}",
        "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":true}",
        "{\"alg\":\"HS256\",\"crit\":[]}",
        "{\"alg\":\"HS256\",\"crit\":null}",
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS512\"}",
        "{\"alg\":\"RS256\"}",
        "{\"alg\":5}",
        "{\"alg\":null}",
        "{\"alg\":\"none\",\"alg\":\"HS256\"}",
        "{}",
        "[]",
        "null",
        "{"
      })
  void a_header_that_asks_for_something_else_is_refused(String header) {
    refused(401, tokens, BearerToken.signed(SECRET, header, "{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "....",
        "a.b.c",
        "e30.e30.e30",
        "bnVsbA.bnVsbA.x",
        "W10.W10.x",
        "\u0000",
        "eyJhbGciOiJub25lIn0.e30.",
        "eyJhbGciOiJIUzI1NiJ9.e30",
        "eyJhbGciOiJIUzI1NiJ9.e30.",
        "eyJhbGciOiJIUzI1NiJ9.e30.=",
        "eyJhbGciOiJIUzI1NiJ9.e30.é"
      })
  void rubbish_is_refused(String token) {
    refused(401, tokens, token);
  }

  @Test
  void another_secret_is_refused() {
    refused(401, tokens, BearerToken.signed("another secret of 32 characters..", HEADER, "{}"));
  }

  @Test
  void a_padded_part_is_refused() {
    String token = BearerToken.signed(SECRET, HEADER, "{}");
    refused(401, tokens, token + "=");
  }

  @Test
  void issuer_and_audience_must_be_those_of_the_settings() throws Exception {
    BearerTokens strict = tokens(new Rules("us", "shop", null));
    assertThat(check(strict, signed("{\"iss\":\"us\",\"aud\":\"shop\"}"))).isNotNull();
    assertThat(check(strict, signed("{\"iss\":\"us\",\"aud\":[\"x\",\"shop\"]}"))).isNotNull();
    refused(401, strict, signed("{\"iss\":\"them\",\"aud\":\"shop\"}"));
    refused(401, strict, signed("{\"iss\":\"us\",\"aud\":\"shopping\"}"));
    refused(401, strict, signed("{\"iss\":\"us\",\"aud\":[]}"));
    refused(401, strict, signed("{\"aud\":\"shop\"}"));
    refused(401, strict, signed("{\"iss\":\"us\"}"));
  }

  @Test
  void without_the_scope_a_valid_token_is_forbidden() throws Exception {
    BearerTokens scoped = tokens(new Rules(null, null, "write"));
    assertThat(check(scoped, signed("{\"scope\":\"read write\"}"))).isNotNull();
    refused(403, scoped, signed("{\"scope\":\"rewrite\"}"));
    refused(403, scoped, signed("{}"));
    refused(401, scoped, signed("{\"scope\":5}"));
    refused(401, scoped, signed("{\"scope\":[\"write\"]}"));
    refused(401, scoped, BearerToken.signed("another secret of 32 characters..", HEADER, "{}"));
  }

  private static String signed(String payload) {
    return BearerToken.signed(SECRET, HEADER, payload);
  }

  @Test
  void the_scheme_is_in_any_case_and_spaces_follow_it() {
    assertThat(BearerTokens.given("Bearer t")).contains("t");
    assertThat(BearerTokens.given("bearer t")).contains("t");
    assertThat(BearerTokens.given("BEARER   t")).contains("t");
    assertThat(BearerTokens.given("Bearert")).isEmpty();
    assertThat(BearerTokens.given("Bearer")).isEmpty();
    assertThat(BearerTokens.given("Bearer\tt")).isEmpty();
    assertThat(BearerTokens.given("Basic t")).isEmpty();
    assertThat(BearerTokens.given(null)).isEmpty();
  }
}

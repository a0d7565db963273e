package dev.starling.web.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {
  private static final SigningKey GOOD = new SigningKey("good", 2_048);
  private static final String X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";

  @Test
  void a_key_has_an_algorithm_and_nothing_but_its_public_members() {
    JsonObject key = GOOD.published().put("d", "private").put("x5c", new JsonArray().add("x"));
    JsonObject kept = parse(key).keys().get(0);
    assertThat(kept.fieldNames()).containsExactlyInAnyOrder("kty", "kid", "use", "n", "e", "alg");
    assertThat(kept.getString("alg")).isEqualTo("RS256");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"oct\",\"k\":\"c2VjcmV0IHRoYXQgaXMgcHVibGlzaGVkIGlzIG5vbmU\",\"alg\":\"HS256\"}",
        "{\"kty\":\"RSA\",\"use\":\"enc\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":\"***\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":7,\"e\":null}",
        "{\"kty\":\"EC\",\"crv\":\"P-192\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES512\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AQAB\"}",
        "{\"kty\":\"PGP\"}",
        "{}",
        "7"
      })
  void a_key_that_cannot_verify_signatures_is_left_out(String key) {
    Object unfit = Buffer.buffer(key).toJson();
    JsonArray keys = new JsonArray().add(unfit).add(GOOD.published());
    assertThat(KeySet.parse(new JsonObject().put("keys", keys).toBuffer()).keys())
        .extracting(one -> one.getString("kid"))
        .containsExactly("good");
  }

  @Test
  void a_key_with_operations_must_have_verify_among_them() {
    JsonObject signs = GOOD.published().put("key_ops", new JsonArray().add("sign"));
    assertThatThrownBy(() -> parse(signs)).hasMessageContaining("no key for signatures");
    assertThat(parse(signs.put("key_ops", new JsonArray().add("verify"))).keys()).hasSize(1);
  }

  @Test
  void elliptic_curves_name_their_algorithm() {
    JsonObject key = new JsonObject().put("kty", "EC").put("crv", "P-384").put("x", X).put("y", X);
    assertThat(parse(key).keys().get(0).getString("alg")).isEqualTo("ES384");
    JsonObject edwards = new JsonObject().put("kty", "OKP").put("crv", "Ed25519").put("x", X);
    assertThat(parse(edwards).keys().get(0).getString("alg")).isEqualTo("EdDSA");
  }

  @Test
  void of_two_keys_with_one_id_the_first_counts() {
    SigningKey other = new SigningKey("good", 2_048);
    assertThat(parse(GOOD.published(), other.published()).keys())
        .extracting(one -> one.getString("n"))
        .containsExactly(GOOD.published().getString("n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[], \"keys\":[]}"})
  void a_document_without_keys_is_refused(String document) {
    assertThatThrownBy(() -> KeySet.parse(Buffer.buffer(document)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void a_document_is_bounded_in_size_and_number_of_keys() {
    Buffer tooLong = Buffer.buffer(new byte[KeySet.LARGEST + 1]);
    assertThatThrownBy(() -> KeySet.parse(tooLong)).hasMessageContaining("bytes");
    JsonObject[] many = new JsonObject[101];
    Arrays.fill(many, GOOD.published());
    assertThatThrownBy(() -> parse(many)).hasMessageContaining("100 keys");
  }

  private static KeySet parse(JsonObject... keys) {
    JsonArray all = new JsonArray();
    for (JsonObject key : keys) {
      all.add(key);
    }
    return KeySet.parse(new JsonObject().put("keys", all).toBuffer());
  }
}

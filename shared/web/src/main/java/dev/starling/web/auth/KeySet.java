package dev.starling.web.auth;

import dev.starling.web.json.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Public keys for signatures, read from a JSON Web Key Set (RFC 7517). Immutable.
 *
 * @param keys with nothing but their public members and an {@code alg}; at least one
 */
record KeySet(List<JsonObject> keys) {
  /** Bytes of a document at most. */
  static final int LARGEST = 256 * 1_024;

  private static final int MOST_KEYS = 100;

  /** RFC 7518, section 3.3. */
  private static final int SHORTEST_RSA = 2_048;

  private static final List<String> RSA =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
  private static final Map<String, String> CURVES =
      Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512", "secp256k1", "ES256K");
  private static final List<String> PUBLIC_MEMBERS =
      List.of("kty", "kid", "use", "n", "e", "crv", "x", "y");

  /**
   * Takes the keys that can verify signatures. Others are left out: for encryption, of unknown
   * kinds or sizes, and symmetric ones, since what is published is no secret.
   *
   * @throws IllegalArgumentException says what is wrong with the document as a whole
   */
  static KeySet parse(Buffer document) {
    if (document.length() > LARGEST) {
      throw new IllegalArgumentException("it has more than " + LARGEST + " bytes");
    }
    if (!(StrictJson.read(document) instanceof JsonObject set)
        || !(set.getValue("keys") instanceof JsonArray all)) {
      throw new IllegalArgumentException("it is no JSON Web Key Set: it has no list of keys");
    }
    if (all.size() > MOST_KEYS) {
      throw new IllegalArgumentException("it has more than " + MOST_KEYS + " keys");
    }
    Map<String, JsonObject> keys = new LinkedHashMap<>();
    for (Object one : all) {
      if (one instanceof JsonObject key) {
        publicKey(key).ifPresent(found -> keys.putIfAbsent(name(found), found));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("it has no key for signatures");
    }
    return new KeySet(List.copyOf(keys.values()));
  }

  /** Keys without an id are told apart by what they are. */
  private static String name(JsonObject key) {
    return key.getString("alg") + " " + key.getString("kid", key.encode());
  }

  private static Optional<JsonObject> publicKey(JsonObject key) {
    return algorithm(key).map(algorithm -> onlyPublic(key).put("alg", algorithm));
  }

  private static JsonObject onlyPublic(JsonObject key) {
    JsonObject members = new JsonObject();
    for (String member : PUBLIC_MEMBERS) {
      if (key.getValue(member) instanceof String text) {
        members.put(member, text);
      }
    }
    return members;
  }

  /** The algorithm of a key that can be used; empty for others. */
  private static Optional<String> algorithm(JsonObject key) {
    String use = text(key, "use", "sig");
    JsonArray operations = key.getValue("key_ops") instanceof JsonArray list ? list : null;
    if (!use.equals("sig") || operations != null && !operations.contains("verify")) {
      return Optional.empty();
    }
    return switch (text(key, "kty", "")) {
      case "RSA" -> Optional.of(text(key, "alg", "RS256")).filter(alg -> isRsa(key, alg));
      case "EC" ->
          Optional.ofNullable(CURVES.get(text(key, "crv", "")))
              .filter(alg -> alg.equals(text(key, "alg", alg)))
              .filter(alg -> isNumber(key, "x") && isNumber(key, "y"));
      case "OKP" ->
          Optional.of("EdDSA")
              .filter(alg -> text(key, "crv", "").equals("Ed25519"))
              .filter(alg -> alg.equals(text(key, "alg", alg)) && isNumber(key, "x"));
      default -> Optional.empty();
    };
  }

  private static boolean isRsa(JsonObject key, String algorithm) {
    return RSA.contains(algorithm)
        && isNumber(key, "e")
        && isNumber(key, "n")
        && number(key, "n").bitLength() >= SHORTEST_RSA;
  }

  private static boolean isNumber(JsonObject key, String member) {
    try {
      return number(key, member).signum() > 0;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static BigInteger number(JsonObject key, String member) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(text(key, member, "")));
  }

  private static String text(JsonObject key, String member, String otherwise) {
    return key.getValue(member) instanceof String text ? text : otherwise;
  }
}

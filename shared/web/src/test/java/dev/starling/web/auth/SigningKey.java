package dev.starling.web.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** An issuer's key pair (RSA), which signs tokens and has a form to be published. */
final class SigningKey {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String id;
  private final KeyPair pair;

  SigningKey(String id, int bits) {
    this.id = id;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** As a member of a JSON Web Key Set (RFC 7518, section 6.3.1). */
  JsonObject published() {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return new JsonObject()
        .put("kty", "RSA")
        .put("kid", id)
        .put("use", "sig")
        .put("n", number(key.getModulus()))
        .put("e", number(key.getPublicExponent()));
  }

  String token(String subject) {
    JsonObject header = new JsonObject().put("alg", "RS256").put("kid", id);
    String signed = text(header) + "." + text(new JsonObject().put("sub", subject));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static JsonObject set(SigningKey... keys) {
    JsonArray all = new JsonArray();
    for (SigningKey key : keys) {
      all.add(key.published());
    }
    return new JsonObject().put("keys", all);
  }

  private static String text(JsonObject json) {
    return BASE64.encodeToString(json.toBuffer().getBytes());
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
  }
}

package dev.starling.testing;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens as RFC 7519 has them, without the code that checks them. */
public final class BearerToken {
  private static final String ALGORITHM = "HmacSHA256";

  private BearerToken() {}

  /** A token, signed with a secret (HS256). */
  public static String signed(String secret, JsonObject claims) {
    return signed(secret, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims.encode());
  }

  /** The same of a header and claims as they stand, valid or not. */
  public static String signed(String secret, String header, String claims) {
    String content = encoded(header) + "." + encoded(claims);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return content + "." + encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

package dev.starling.testing;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;

/** Issues bearer tokens (RFC 7519, HS256) that services with its settings accept. */
public final class TokenIssuer {
  private final String secret = UUID.randomUUID().toString();

  /** The setting that has a service trust this issuer. */
  public Map<String, String> settings() {
    return Map.of("auth.jwt.secret", secret);
  }

  /** A token of a user, valid for ever. */
  public String token(String subject) {
    return token(new JsonObject().put("sub", subject));
  }

  /** A token with these claims, such as {@code scope} and {@code exp}. */
  public String token(JsonObject claims) {
    return BearerToken.signed(secret, claims);
  }
}

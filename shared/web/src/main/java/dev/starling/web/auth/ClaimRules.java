package dev.starling.web.auth;

import dev.starling.core.settings.ServiceSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What a token must claim; {@link BearerTokens} lists it. Immutable.
 *
 * @param clock for {@code exp} and {@code nbf}
 */
record ClaimRules(ServiceSettings.Jwt settings, InstantSource clock) {
  /**
   * The holder of a token; nothing says yet that the token is signed.
   *
   * @throws IllegalArgumentException when a claim does not pass
   */
  Bearer holder(JsonWebToken token) {
    long now = clock.millis();
    long leeway = settings.leeway().toMillis();
    token.date("iat");
    token.text("jti");
    long end = Math.min(token.date("exp").orElse(Bearer.NEVER), Bearer.NEVER - leeway) + leeway;
    if (end <= now || token.date("nbf").orElse(0) > now + leeway) {
      throw new IllegalArgumentException("it is not in time");
    }
    Optional<String> issuer = token.text("iss");
    if (settings.issuer().isPresent() && !settings.issuer().equals(issuer)) {
      throw new IllegalArgumentException("it is of another issuer");
    }
    List<String> audience = token.texts("aud");
    if (settings.audience().isPresent() && !audience.contains(settings.audience().get())) {
      throw new IllegalArgumentException("it is for another audience");
    }
    return new Bearer(token.text("sub"), end);
  }

  /** Whether a token has the scope, where one is needed. */
  boolean isScoped(JsonWebToken token) {
    return settings.scope().isEmpty()
        || List.of(token.text("scope").orElse("").split(" ")).contains(settings.scope().get());
  }
}

package dev.starling.web.auth;

import java.util.Optional;

/**
 * The holder of a valid token.
 *
 * @param subject the token's {@code sub}; empty when it has none
 * @param expires when the token is no longer valid, in milliseconds since 1970: its {@code exp} and
 *     the leeway; {@link #NEVER} when it has none
 */
public record Bearer(Optional<String> subject, long expires) {
  /** An end that does not come. */
  public static final long NEVER = Long.MAX_VALUE;
}

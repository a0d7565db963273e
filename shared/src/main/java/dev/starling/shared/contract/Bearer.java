package dev.starling.shared.contract;

import java.util.Optional;

/**
 * Who holds a valid token.
 *
 * @param subject whom it is about, its {@code sub}; empty when it does not say
 * @param expires its {@code exp} in milliseconds since 1970; {@link #NEVER} when it does not say
 */
public record Bearer(Optional<String> subject, long expires) {
  /** An end that does not come. */
  public static final long NEVER = Long.MAX_VALUE;
}

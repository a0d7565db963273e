package dev.starling.net.websocket;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which web pages may connect (RFC 6454). A browser names the page's origin; what is no browser
 * sends none and is let in, since it could as well send any.
 */
public final class Origins {
  private final Set<String> allowed;

  private Origins(Set<String> allowed) {
    this.allowed = allowed;
  }

  /** Lets in pages of these origins; of any when none are given. */
  public static Origins of(Optional<List<String>> allowed) {
    return new Origins(
        allowed.orElse(List.of()).stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Whether a request may connect.
   *
   * @param origin its {@code Origin} header, or null
   */
  public boolean allow(String origin) {
    return allowed.isEmpty() || origin == null || allowed.contains(origin.toLowerCase(Locale.ROOT));
  }
}

package dev.starling.core.settings;

/**
 * An amount of memory or data, written {@code 4096}, {@code 64KiB}, {@code 1MiB} or {@code 1GiB}.
 *
 * @param bytes never negative
 */
public record Size(long bytes) {
  /** Checks that the size is not negative. */
  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("A size is not negative: " + bytes);
    }
  }
}

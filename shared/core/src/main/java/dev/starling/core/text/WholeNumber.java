package dev.starling.core.text;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Reads whole numbers written by others: ASCII digits, with a minus sign before them or none.
 * Java's own parsers also take a plus sign and the digits of every script, which JSON (RFC 8259,
 * section 6) and URIs do not have.
 */
public final class WholeNumber {
  /** Longer ones are refused unread: reading takes time that grows with the square. */
  private static final int MOST_DIGITS = 100;

  private WholeNumber() {}

  /** The number of any size up to 100 digits; empty when the text is none. */
  public static Optional<BigInteger> parse(String text) {
    return isWritten(text) ? Optional.of(new BigInteger(text)) : Optional.empty();
  }

  /** The number, when it is one from {@code from} to {@code to}. */
  public static Optional<Long> parse(String text, long from, long to) {
    return parse(text)
        .filter(number -> number.bitLength() < Long.SIZE)
        .map(BigInteger::longValue)
        .filter(number -> from <= number && number <= to);
  }

  private static boolean isWritten(String text) {
    int first = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - first;
    return digits >= 1
        && digits <= MOST_DIGITS
        && text.chars().skip(first).allMatch(digit -> digit >= '0' && digit <= '9');
  }
}

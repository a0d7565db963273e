package dev.starling.chat.input;

import dev.starling.chat.room.Refusal;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rule for user names. */
public final class Username {
  private static final int MOST_CHARACTERS = 32;
  private static final Pattern VALID =
      Pattern.compile("[\\p{L}\\p{Nd}_.-]{1," + MOST_CHARACTERS + "}");

  /** Why a name is not valid. */
  public static final Refusal INVALID =
      new Refusal(
          Refusal.Code.USERNAME_INVALID,
          "username must be 1 to 32 letters, digits, '_', '-' or '.'");

  private Username() {}

  /**
   * Checks a name.
   *
   * @return the name in Unicode normalization form C (UAX #15), so that what looks the same is the
   *     same; empty when it is not valid
   */
  public static Optional<String> parse(String text) {
    // A character may be made of several that are composed; not of this many.
    if (text.length() > 4 * MOST_CHARACTERS) {
      return Optional.empty();
    }
    String normalized = Normalizer.normalize(text, Normalizer.Form.NFC);
    return VALID.matcher(normalized).matches() ? Optional.of(normalized) : Optional.empty();
  }
}

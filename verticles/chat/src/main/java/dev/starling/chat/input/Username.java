package dev.starling.chat.input;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import java.util.Optional;

/**
 * A user name: 1 to 32 code points, each a letter, a mark after a letter, a decimal digit (the
 * continuing characters of UAX #31 without its connectors), {@code _}, {@code -} or {@code .}.
 * Nothing invisible is among them, and its letters are those that an {@link Alphabet} has. All
 * rules are those of one version of Unicode, the library's, whatever Java runs them.
 *
 * @param text as everybody reads it, in normalization form C (UAX #15)
 * @param key the same for all names that look alike, see {@link Lookalikes}; at most one user of a
 *     key is in the room
 */
public record Username(String text, String key) {
  private static final int MOST_CHARACTERS = 32;

  /** A character may be made of some that are composed; not of any number. */
  private static final int MOST_UNITS = 8 * MOST_CHARACTERS;

  /** As many as a syllable of Tibetan or a word of Hebrew with all its points needs. */
  private static final int MOST_MARKS = 4;

  private static final String RULE =
      "username must be 1 to " + MOST_CHARACTERS + " letters, digits, '_', '-' or '.'";

  /** Why no name is not valid. */
  public static final Rejection INVALID = new Rejection(Rejection.Code.USERNAME_INVALID, RULE);

  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

  /** Checks a name. Empty when it is not valid; {@link #refusal} says why. */
  public static Optional<Username> parse(String text) {
    if (text.length() > MOST_UNITS) {
      return Optional.empty();
    }
    String normalized = NFC.normalize(text);
    return violation(normalized).isEmpty()
        ? Optional.of(new Username(normalized, Lookalikes.key(normalized)))
        : Optional.empty();
  }

  /** Why a text is none that {@link #parse} takes. */
  public static Rejection refusal(String text) {
    Optional<String> why =
        text.length() > MOST_UNITS
            ? Optional.of("it is longer")
            : violation(NFC.normalize(text)).filter(reason -> !reason.isEmpty());
    return why.map(reason -> new Rejection(Rejection.Code.USERNAME_INVALID, RULE + ": " + reason))
        .orElse(INVALID);
  }

  /** The fault of a name; empty when it has none, an empty text when the rule says it all. */
  private static Optional<String> violation(String name) {
    int length = name.codePointCount(0, name.length());
    if (length == 0 || length > MOST_CHARACTERS) {
      return Optional.of(length == 0 ? "" : "it has " + length);
    }
    int letter = 0;
    int marks = 0;
    for (int at = 0; at < name.length(); at = name.offsetByCodePoints(at, 1)) {
      int character = name.codePointAt(at);
      if (isInvisible(character)) {
        return Optional.of(named(character) + " cannot be seen");
      } else if (isMark(character)) {
        marks++;
        if (letter == 0 || !isOfScript(character, letter)) {
          return Optional.of(named(character) + " does not go with what is before it");
        } else if (marks > MOST_MARKS) {
          return Optional.of("no more than " + MOST_MARKS + " marks on a letter");
        }
      } else if (UCharacter.isLetter(character) || isDigitOrSign(character)) {
        letter = UCharacter.isLetter(character) ? character : 0;
        marks = 0;
      } else {
        return Optional.of("");
      }
    }
    return Alphabet.violation(name);
  }

  private static boolean isDigitOrSign(int character) {
    return UCharacter.isDigit(character) || "_-.".indexOf(character) >= 0;
  }

  private static boolean isMark(int character) {
    int type = UCharacter.getType(character);
    return type == UCharacterCategory.NON_SPACING_MARK
        || type == UCharacterCategory.COMBINING_SPACING_MARK;
  }

  /** Fillers, joiners, variation selectors, directions and the like (UAX #44). */
  private static boolean isInvisible(int character) {
    return UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
        || UCharacter.getType(character) == UCharacterCategory.FORMAT;
  }

  /** Marks of other scripts may not show at all. */
  private static boolean isOfScript(int mark, int letter) {
    int script = UScript.getScript(mark);
    return script == UScript.INHERITED
        || script == UScript.COMMON
        || UScript.hasScript(mark, UScript.getScript(letter));
  }

  private static String named(int character) {
    return "U+%04X".formatted(character);
  }
}

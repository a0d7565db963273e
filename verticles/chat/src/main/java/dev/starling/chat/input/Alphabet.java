package dev.starling.chat.input;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.UnicodeSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Refuses letters that could imitate those of another name where its {@link Lookalikes key} does
 * not tell: the tables of confusable characters do not have all of them.
 *
 * <p>A name is of a single script, or of Latin, Han and one of kana, Bopomofo and Hangul (Highly
 * Restrictive, UTS #39, section 5.2). Letters for technical use (phonetic ones, small capitals;
 * Identifier_Type Technical, UTS #39, section 3.1), obsolete Latin letters and marks drawn across a
 * letter are not in it, and no mark is there twice in a row. Thread-safe.
 */
final class Alphabet {
  /** Canonical combining class of marks drawn across what is before them (UAX #44). */
  private static final int OVERLAY = 1;

  private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();

  private static final UnicodeSet UNUSUAL =
      new UnicodeSet(
              "[[:Identifier_Type=Technical:][[:Identifier_Type=Obsolete:]&[:Script=Latin:]]]")
          .freeze();

  private static final SpoofChecker SCRIPTS =
      new SpoofChecker.Builder()
          .setChecks(SpoofChecker.RESTRICTION_LEVEL)
          .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
          .build();

  private static final SpoofChecker REPEATED_MARKS =
      new SpoofChecker.Builder().setChecks(SpoofChecker.INVISIBLE).build();

  private Alphabet() {}

  /** The fault of the letters and marks of a name; empty when they have none. */
  static Optional<String> violation(String name) {
    OptionalInt unusual = name.codePoints().filter(Alphabet::isUnusual).findFirst();
    if (unusual.isPresent()) {
      return Optional.of("U+%04X is not for names".formatted(unusual.getAsInt()));
    }
    if (REPEATED_MARKS.failsChecks(name)) {
      return Optional.of("it has the same mark twice in a row");
    }
    return SCRIPTS.failsChecks(name)
        ? Optional.of("its letters are of scripts that do not go together")
        : Optional.empty();
  }

  private static boolean isUnusual(int character) {
    return isOverlay(character)
        || UNUSUAL.containsSome(FOLD.normalize(Character.toString(character)));
  }

  /** Those of a script are part of its letters. */
  private static boolean isOverlay(int character) {
    return UCharacter.getCombiningClass(character) == OVERLAY
        && UScript.getScript(character) == UScript.INHERITED;
  }
}

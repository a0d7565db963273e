package dev.starling.chat.input;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Map;

/**
 * Tells names that look alike: {@code ada}, {@code Ada}, {@code ａｄａ}, and {@code аdа} with the
 * Cyrillic letter.
 *
 * <p>The key of a name is the skeleton (UTS #39, section 4) of the name without differences of case
 * and width (NFKC_Casefold, UAX #15 and Unicode 3.13), again without differences of case. A small
 * letter is not always like the one that its capital is like: {@code I}, a capital {@code i}, is
 * like {@code l}, and the capital of Cyrillic {@code в} is like {@code B}. Of these, those below
 * count as alike. Those of Greek that would make two Latin letters one (eta, nu, upsilon, beta) do
 * not: their capitals alone can be written to look like H, N, Y and B.
 */
final class Lookalikes {
  private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();
  private static final SpoofChecker CONFUSABLES = new SpoofChecker.Builder().build();

  /**
   * Small letters, as skeletons, and the skeletons of the letters that their capitals look like.
   */
  private static final Map<Integer, String> BY_CAPITAL =
      Map.ofEntries(
          Map.entry((int) 'i', "l"),
          Map.entry((int) 'ĸ', "k"),
          Map.entry((int) 'ƅ', "b"),
          Map.entry((int) 'ʙ', "b"),
          Map.entry((int) 'ɢ', "g"),
          Map.entry((int) 'ʜ', "h"),
          Map.entry((int) 'ʝ', "j"),
          Map.entry((int) 'ʟ', "l"),
          Map.entry((int) 'ʍ', "rn"),
          Map.entry((int) 'μ', "rn"),
          Map.entry((int) 'ϻ', "rn"),
          Map.entry((int) 'ɴ', "n"),
          Map.entry((int) 'ʀ', "r"),
          Map.entry((int) 'տ', "s"),
          Map.entry((int) 'ᴛ', "t"),
          Map.entry((int) 'χ', "x"),
          Map.entry((int) 'ζ', "z"),
          Map.entry((int) 'ϝ', "f"),
          Map.entry((int) 'ꞓ', "e"),
          // Of scripts that go with Latin letters: strokes of Han and Hangul.
          Map.entry((int) '丨', "l"),
          Map.entry((int) 'ᅵ', "l"));

  private static final String DOT_ABOVE = "\u0307";

  private Lookalikes() {}

  /** The key that a name shares with all names that look like it, and with no other. */
  static String key(String name) {
    String skeleton = FOLD.normalize(CONFUSABLES.getSkeleton(FOLD.normalize(name)));
    StringBuilder key = new StringBuilder();
    // i has a dot already.
    skeleton
        .replace("i" + DOT_ABOVE, "i")
        .replace("j" + DOT_ABOVE, "j")
        .codePoints()
        .forEach(
            character ->
                key.append(BY_CAPITAL.getOrDefault(character, Character.toString(character))));
    return key.toString();
  }
}

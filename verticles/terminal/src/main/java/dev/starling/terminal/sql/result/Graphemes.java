package dev.starling.terminal.sql.result;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * Grapheme clusters, what readers take for one character, and the columns of a terminal that each
 * takes: a letter with its marks, a family of emoji, a flag, a syllable of Hangul.
 *
 * @see <a href="https://www.unicode.org/reports/tr29/">UAX 29: text segmentation</a>
 * @see <a href="https://www.unicode.org/reports/tr51/#Display">UTS 51: emoji</a>
 */
final class Graphemes {
  private static final Pattern CLUSTER = Pattern.compile("\\X");

  /** The first character that can join another: below, each is a cluster, and takes one column. */
  private static final int FIRST_MARK = 0x300;

  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final int KEYCAP = 0x20e3;
  private static final int TEXT_STYLE = 0xfe0e;
  private static final int EMOJI_STYLE = 0xfe0f;

  /** The one letter that is an emoji, too: an i for information. */
  private static final int INFORMATION = 0x2139;

  private static final int FIRST_EMOJI_PLANE = 0x1f000;
  private static final int EMOJI_WIDTH = 2;

  private Graphemes() {}

  /** The clusters of a text, in their order. */
  static List<String> of(String text) {
    return CLUSTER.matcher(text).results().map(MatchResult::group).toList();
  }

  /** How many columns a text takes, if it is safe to show. */
  static int width(String text) {
    return text.chars().allMatch(character -> character < FIRST_MARK)
        ? text.length()
        : CLUSTER.matcher(text).results().mapToInt(found -> widthOf(found.group())).sum();
  }

  private static int widthOf(String cluster) {
    int base = cluster.codePointAt(0);
    boolean single = cluster.length() == Character.charCount(base);
    if (!single && canBeEmoji(base)) {
      if (cluster.indexOf(TEXT_STYLE) >= 0) {
        return 1;
      }
      if (cluster.codePoints().skip(1).anyMatch(Graphemes::makesEmoji)) {
        return EMOJI_WIDTH;
      }
    }
    if (cluster.indexOf(EMOJI_STYLE) > 0 && cluster.indexOf(KEYCAP) > 0) {
      return EMOJI_WIDTH;
    }
    return isRegionalIndicator(base)
        ? EMOJI_WIDTH
        : column(base)
            + cluster.codePoints().skip(1).filter(c -> !joins(c)).map(Graphemes::column).sum();
  }

  private static int column(int character) {
    return Math.max(0, WCWidth.wcwidth(character));
  }

  private static boolean canBeEmoji(int character) {
    return switch (Character.getType(character)) {
      case Character.OTHER_SYMBOL,
          Character.MATH_SYMBOL,
          Character.OTHER_PUNCTUATION,
          Character.DASH_PUNCTUATION ->
          true;
      // Younger than the JDK.
      case Character.UNASSIGNED -> character >= FIRST_EMOJI_PLANE;
      default -> character == INFORMATION;
    };
  }

  /** The wish for an emoji, a colour of skin, or a joiner to another emoji. */
  private static boolean makesEmoji(int character) {
    return character == EMOJI_STYLE
        || character == ZERO_WIDTH_JOINER
        || character >= 0x1f3fb && character <= 0x1f3ff;
  }

  private static boolean isRegionalIndicator(int character) {
    return character >= 0x1f1e6 && character <= 0x1f1ff;
  }

  /** Drawn into what stands before it: marks, and the vowels and final consonants of Hangul. */
  private static boolean joins(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT ->
          true;
      default ->
          character >= 0x1160 && character <= 0x11ff || character >= 0xd7b0 && character <= 0xd7ff;
    };
  }
}

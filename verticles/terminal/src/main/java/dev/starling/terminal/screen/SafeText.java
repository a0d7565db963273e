package dev.starling.terminal.screen;

/**
 * Makes what others wrote harmless to show: a terminal executes control characters, and invisible
 * or direction-changing ones let a text pass for another. They are shown in a visible form instead:
 * {@code ^[} for the escape character, {@code \u202e} for a right-to-left override.
 */
public final class SafeText {
  private static final int DELETE = 0x7f;
  private static final int CARET_OFFSET = 0x40;

  /** Letters by their category, but drawn as nothing. */
  private static final String BLANK_LETTERS = "\u115f\u1160\u3164\uffa0";

  /** They bind emoji and shape some scripts, and mean no harm inside a sentence. */
  private static final String JOINERS = "\u200c\u200d";

  private SafeText() {}

  /** For names and other short words, where every invisible character deceives. */
  public static String strict(String text) {
    return escape(text, "");
  }

  /** For sentences: leaves the joiners of emoji and scripts, shows a tab as spaces. */
  public static String sentence(String text) {
    return escape(text.replace("\t", "    "), JOINERS);
  }

  private static String escape(String text, String allowed) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              if (allowed.indexOf(character) >= 0 || !deceives(character)) {
                safe.appendCodePoint(character);
              } else {
                safe.append(visible(character));
              }
            });
    return safe.toString();
  }

  private static boolean deceives(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> BLANK_LETTERS.indexOf(character) >= 0;
    };
  }

  private static String visible(int character) {
    if (character < ' ' || character == DELETE) {
      return "^" + (char) (character ^ CARET_OFFSET);
    }
    return Character.isBmpCodePoint(character)
        ? String.format("\\u%04x", character)
        : String.format("\\u{%x}", character);
  }
}

package dev.starling.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcmaPatternTest {
  /** ECMA-262, 12.2 and 12.3: white space and line terminators. */
  private static final String BLANKS =
      "\t\n\u000B\f\r \u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A"
          + "\u2028\u2029\u202F\u205F\u3000\uFEFF";

  private static boolean matches(String pattern, String text) {
    return EcmaPattern.compile(pattern).matcher(text).find();
  }

  private static void matchesJust(String pattern, IntPredicate expected) {
    Pattern compiled = EcmaPattern.compile(pattern);
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      boolean found = compiled.matcher(Character.toString(character)).find();
      if (found != expected.test(character)) {
        fail("%s and U+%04X: %s", pattern, character, found);
      }
    }
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isWord(int character) {
    return isDigit(character)
        || character == '_'
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z');
  }

  private static boolean isBlank(int character) {
    return BLANKS.indexOf(character) >= 0;
  }

  @Test
  void every_character_is_in_the_classes_that_ecma_262_has_it_in() {
    matchesJust("^\\s$", EcmaPatternTest::isBlank);
    matchesJust("^\\S$", character -> !isBlank(character));
    matchesJust("^[\\s]$", EcmaPatternTest::isBlank);
    matchesJust("^[^\\S]$", EcmaPatternTest::isBlank);
    matchesJust("^[^\\s\\d]$", character -> !isBlank(character) && !isDigit(character));
    matchesJust("^\\d$", EcmaPatternTest::isDigit);
    matchesJust("^[\\D]$", character -> !isDigit(character));
    matchesJust("^\\w$", EcmaPatternTest::isWord);
    matchesJust("^[^\\W_]$", character -> isWord(character) && character != '_');
    matchesJust("^.$", character -> "\n\r\u2028\u2029".indexOf(character) < 0);
    matchesJust("^[^]$", character -> true);
    matchesJust("[]", character -> false);
    matchesJust("^\\v$", character -> character == 0x0B);
    matchesJust("^[\\b]$", character -> character == 0x08);
    matchesJust("\\b", EcmaPatternTest::isWord);
    matchesJust("^\\p{L}$", Character::isLetter);
    matchesJust("^[^\\P{L}]$", Character::isLetter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029"})
  void an_end_is_the_end_of_the_text(String lineEnd) {
    assertThat(matches("^lamp$", "lamp")).isTrue();
    assertThat(matches("^lamp$", "lamp" + lineEnd)).isFalse();
    assertThat(matches("^lamp$", lineEnd + "lamp")).isFalse();
    assertThat(matches("(?:lamp$|chair)", "lamp" + lineEnd)).isFalse();
    assertThat(matches("^lamp[$]?$", "lamp$")).isTrue();
    assertThat(matches("^lamp\\$$", "lamp$")).isTrue();
  }

  @Test
  void escapes_stand_for_characters() {
    assertThat(matches("^\\x41\\u0042\\u{43}\\cJ\\cj\\0\\t$", "ABC\n\n\0\t")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'^\\uD83D\\uDE00$', '😀', true",
    "'^\\u{1F600}{2}$', '😀😀', true",
    "'^.$', '😀', true",
    "'^[😀-😂]$', '😁', true",
    "'^[a&&b]+$', 'a&b', true",
    "'^[a&&b]$', 'a', true",
    "'^[[a]$', '[', true",
    "'^[a^]$', '^', true",
    "'^[\\w\\-.]+$', 'a-.b', true",
    "'^[-\\w]+$', '-a', true",
    "'^[\\w-]+$', 'a-', true",
    "'^\\/\\.$', '/.', true",
    "'^(?<year>\\d{4})(?:-(?=x)|(?!y))', '2026-x', true",
    "'(?<=a)b(?<!c)', 'ab', true",
    "'^a{2,}?b??$', 'aaa', true",
    "'a\\b', 'aé', true",
    "'a\\B', 'aé', false",
    "'^\\p{Script=Greek}\\p{sc=Latin}$', 'αa', true",
    "'^\\p{gc=Lu}\\p{General_Category=Ll}$', 'Aa', true",
    "'^\\p{Alphabetic}\\P{Lu}$', 'aa', true",
    "'#a b', '#a b', true"
  })
  void a_pattern_means_what_it_means_in_ecma_262(String pattern, String text, boolean matches) {
    assertThat(matches(pattern, text)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a++",
        "a*+",
        "a{2}+",
        "a**",
        "+a",
        "a{",
        "a{,2}",
        "a}",
        "]",
        "[a",
        "(a",
        "a)",
        "\\",
        "[\\",
        "\\A",
        "\\Z",
        "\\z",
        "\\G",
        "\\Q",
        "\\h",
        "\\R",
        "\\X",
        "\\e",
        "\\a",
        "\\1",
        "\\k<a>",
        "\\00",
        "\\x4",
        "\\u12",
        "\\u{110000}",
        "\\c1",
        "\\-",
        "[\\B]",
        "\\p{}",
        "\\p{Nope}",
        "\\pL",
        "\\p{scx=Greek}",
        "(?i)a",
        "(?>a)",
        "(?i:a)",
        "(?#a)",
        "[\\w-a]",
        "[a-\\d]",
        "[\\p{L}-a]",
        "[b-a]"
      })
  void what_ecma_262_does_not_have_is_refused(String pattern) {
    assertThatThrownBy(() -> EcmaPattern.compile(pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.starling.chat.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "ada",
        "Ada_L.-9",
        "Жанна",
        "李",
        "\uD835\uDD38",
        "हिन्दी",
        "กิตติ",
        "தமிழ்",
        "का",
        "שָלוֹם",
        "بَ",
        "Nguyễn",
        "বাংলা",
        "ភាសាខ្មែរ",
        "မြန်မာ",
        "བོདཡིག",
        "Ολυμπία",
        "ἄνθρωπος",
        "Ѣ",
        "漢字とカナ",
        "한글漢字",
        "김jin",
        "太郎abc",
        "ㄅ注音",
        "ჯორჯი",
        "ᏣᎳᎩ",
        "ⵉⵎⴰⵣⵉⵖⵏ",
        "ŋɛɔə",
        "Łukasz",
        "٣",
        "सा1_2"
      })
  void letters_with_their_marks_digits_and_three_signs_make_a_name(String text) {
    assertThat(parse(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a b", "ada ", "a\tb", "a'b", "a/b", "a\u0000", "a\n", "😀", "\ud800", "a²"
      })
  void anything_else_does_not(String text) {
    assertThat(Username.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x3164, 0x115F, 0x1160, 0xFFA0, 0x200B, 0x200C, 0x200D, 0x2060, 0x202E, 0x2066, 0xAD, 0x34F,
        0x61C, 0x17B4, 0x180B, 0x180E, 0xFE0F, 0xFEFF, 0xE0041, 0xE0100, 0x1BCA0, 0x1D173, 0x600
      })
  void nothing_invisible_is_in_a_name(int character) {
    String invisible = Character.toString(character);
    for (String name : new String[] {invisible, "ada" + invisible, invisible + "ada"}) {
      assertThat(Username.parse(name)).isEmpty();
    }
    assertThat(Username.refusal("ada" + invisible).message())
        .endsWith("U+%04X cannot be seen".formatted(character));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "аda", // Cyrillic
        "αda", // Greek
        "\u0584aypal", // Armenian
        "Ωmega",
        "Иван李",
        "ada٣",
        "٣𑁦"
      })
  void a_name_is_of_scripts_that_go_together(String text) {
    assertThat(Username.parse(text)).isEmpty();
    assertThat(Username.refusal(text).message()).endsWith("scripts that do not go together");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pay\u1d18al",
        "ad\u0251",
        "\u0138",
        "\ua730",
        "Ɐ",
        "ǃ",
        "ʔ",
        "p\u02b0\u02c1",
        "ᴬᴀ"
      })
  void phonetic_letters_small_capitals_and_obsolete_latin_ones_are_not_in_a_name(String text) {
    assertThat(Username.parse(text)).isEmpty();
    assertThat(Username.refusal(text).message()).endsWith("is not for names");
  }

  @Test
  void a_mark_across_a_letter_is_not_in_a_name() {
    for (int mark : new int[] {0x334, 0x335, 0x336, 0x337, 0x338, 0x20D2, 0x20E5}) {
      String name = "payp" + Character.toString(mark) + "al";
      assertThat(Username.parse(name)).as("U+%04X", mark).isEmpty();
    }
  }

  @Test
  void a_mark_needs_a_letter_before_it_and_is_one_of_four_at_most() {
    for (String mark : new String[] {"\u0301", "\u093f", "9\u0301", "-\u0301", "a\u093f"}) {
      assertThat(Username.parse(mark)).as(mark).isEmpty();
    }
    assertThat(Username.parse("x\u0301\u0302\u0303\u0308")).isPresent();
    assertThat(Username.parse("x\u0301\u0302\u0303\u0308\u0306")).isEmpty();
    assertThat(Username.parse("x\u0301\u0301")).isEmpty();
    assertThat(Username.parse("x\u20dd")).as("an enclosing mark").isEmpty();
    // One that shows nothing of its own beside letters of another script.
    assertThat(Username.parse("a\uD804\uDC7F")).isEmpty();
  }

  @Test
  void it_is_as_long_as_32_code_points() {
    assertThat(Username.parse("x".repeat(32))).isPresent();
    assertThat(Username.parse("x".repeat(33))).isEmpty();
    assertThat(Username.parse("\uD835\uDD38".repeat(32))).isPresent();
    assertThat(Username.parse("\uD835\uDD38".repeat(33))).isEmpty();
    assertThat(Username.parse("e\u0301".repeat(32))).isPresent();
    assertThat(Username.parse("x".repeat(1_000_000))).isEmpty();
    assertThat(Username.refusal("x".repeat(1_000_000)).message()).hasSizeLessThan(100);
  }

  @Test
  void what_is_composed_differently_is_the_same() {
    assertThat(parse("Zoe\u0308")).isEqualTo(parse("Zo\u00eb")).isEqualTo("Zo\u00eb");
  }

  @ParameterizedTest
  @CsvSource({
    "ada, Ada",
    "ada, ADA",
    "ada, ａｄａ",
    "ada, 𝐚𝐝𝐚",
    "paypal, paypaI",
    "Ilya, ilya",
    "admin, adm1n",
    "bob, b0b",
    "bob, ВОВ",
    "paypal, раураӏ",
    "paypal, paypa丨",
    "paypal, paypa\u3163",
    "AKTOBE, АКТОВЕ",
    "modern, modem",
    "tom, ТОМ",
    "Вера, вера",
    "straße, STRASSE",
    "Zoë, ZOË",
    "Νίκος, νίκος"
  })
  void names_that_look_alike_have_one_key(String name, String other) {
    assertThat(key(other)).isEqualTo(key(name));
  }

  @ParameterizedTest
  @CsvSource({
    "ada, adam",
    "ada, ida",
    "anna, anne",
    "user1, user2",
    "Zoe, Zoë",
    "хай, гай",
    "nina, vina",
    "u10, u11",
    "a-b, a_b",
    "हिन्दी, हिन्दू"
  })
  void other_names_have_others(String name, String other) {
    assertThat(key(other)).isNotEqualTo(key(name));
  }

  private static String parse(String text) {
    return Username.parse(text).orElseThrow().text();
  }

  private static String key(String text) {
    return Username.parse(text).orElseThrow().key();
  }
}

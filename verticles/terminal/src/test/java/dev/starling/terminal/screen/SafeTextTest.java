package dev.starling.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {
  @ParameterizedTest
  @CsvSource({
    "0000, ^@",
    "0007, ^G",
    "0008, ^H",
    "000a, ^J",
    "000d, ^M",
    "001b, ^[",
    "007f, ^?",
    "0085, \\u0085",
    "009b, \\u009b",
    "00ad, \\u00ad",
    "061c, \\u061c",
    "200b, \\u200b",
    "200e, \\u200e",
    "2028, \\u2028",
    "2029, \\u2029",
    "202a, \\u202a",
    "202e, \\u202e",
    "2066, \\u2066",
    "2069, \\u2069",
    "3164, \\u3164",
    "d800, \\ud800",
    "feff, \\ufeff",
    "e0041, \\u{e0041}"
  })
  void what_a_terminal_would_execute_or_hide_is_visible(String character, String visible) {
    String hostile = "a" + Character.toString(Integer.parseInt(character, 16)) + "b";
    assertThat(SafeText.sentence(hostile)).isEqualTo("a" + visible + "b");
    assertThat(SafeText.strict(hostile)).isEqualTo("a" + visible + "b");
  }

  @Test
  void what_people_write_stays() {
    String family = "\ud83d\udc69\u200d\ud83d\udc67";
    assertThat(SafeText.sentence("h\u00e9llo \u4f60\u597d " + family))
        .isEqualTo("h\u00e9llo \u4f60\u597d " + family);
  }

  @Test
  void no_joiner_hides_in_a_name_and_no_tab_moves_the_cursor() {
    assertThat(SafeText.strict("ad\u200da")).isEqualTo("ad\\u200da");
    assertThat(SafeText.sentence("a\tb")).isEqualTo("a    b");
  }
}

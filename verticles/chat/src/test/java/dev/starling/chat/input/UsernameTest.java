package dev.starling.chat.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "ada", "Ada_L.-9", "Жанна", "李", "\uD835\uDD38"})
  void letters_digits_and_three_signs_make_a_name(String text) {
    assertThat(Username.parse(text)).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "ada ", "a\tb", "a'b", "a/b", "\u202eada", "a\u0000", "😀"})
  void anything_else_does_not(String text) {
    assertThat(Username.parse(text)).isEmpty();
  }

  @Test
  void it_is_as_long_as_32_characters() {
    assertThat(Username.parse("x".repeat(32))).isPresent();
    assertThat(Username.parse("x".repeat(33))).isEmpty();
    assertThat(Username.parse("\uD835\uDD38".repeat(32))).isPresent();
    assertThat(Username.parse("e\u0301".repeat(32))).isPresent();
    assertThat(Username.parse("x".repeat(1_000_000))).isEmpty();
  }

  @Test
  void what_looks_the_same_is_the_same() {
    assertThat(Username.parse("Zoe\u0308"))
        .isEqualTo(Username.parse("Zo\u00eb"))
        .hasValue("Zo\u00eb");
  }
}

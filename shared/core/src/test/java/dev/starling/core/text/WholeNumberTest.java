package dev.starling.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "+5", "٥", "１", "५", "1٥", "5 ", " 5", "5\n", "0x5", "5.0", "1e1", "--5", "5-",
        "1_0"
      })
  void only_ascii_digits_are_a_number(String text) {
    assertThat(WholeNumber.parse(text)).isEmpty();
    assertThat(WholeNumber.parse(text, Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void no_digit_of_another_script_is_taken() {
    for (int character = 0x80; character <= Character.MAX_CODE_POINT; character++) {
      if (Character.isDigit(character)) {
        assertThat(WholeNumber.parse(Character.toString(character))).isEmpty();
      }
    }
  }

  @Test
  void numbers_are_read_up_to_the_bounds() {
    assertThat(WholeNumber.parse("-0", 0, 9)).contains(0L);
    assertThat(WholeNumber.parse("007", 0, 9)).contains(7L);
    assertThat(WholeNumber.parse("10", 0, 9)).isEmpty();
    assertThat(WholeNumber.parse("-1", 0, 9)).isEmpty();
    assertThat(WholeNumber.parse("9223372036854775807", 0, Long.MAX_VALUE))
        .contains(Long.MAX_VALUE);
    assertThat(WholeNumber.parse("9223372036854775808", 0, Long.MAX_VALUE)).isEmpty();
    assertThat(WholeNumber.parse("9223372036854775808"))
        .contains(BigInteger.ONE.shiftLeft(Long.SIZE - 1));
    assertThat(WholeNumber.parse("1".repeat(100))).isPresent();
    assertThat(WholeNumber.parse("1".repeat(101))).isEmpty();
  }
}

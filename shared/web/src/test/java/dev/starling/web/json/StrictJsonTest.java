package dev.starling.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
  @Test
  void values_are_read_as_they_stand() {
    assertThat(read("{\"a\":[1,-2.5,true,null,\"\\u00e9\uD83E\uDD9C\"],\"b\":{}}"))
        .isEqualTo(
            new JsonObject()
                .put(
                    "a", new JsonArray().add(1L).add(-2.5).add(true).addNull().add("é\uD83E\uDD9C"))
                .put("b", new JsonObject()));
    assertThat(read("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(read("9223372036854775808")).isEqualTo(9.223372036854775807e18);
    assertThat(read(" null ")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | there is no value
          {"a":1,"a":2} | Duplicate field 'a' (line 1, column 11)
          1 2 | there is something after the value
          "\\ud83e" | a text holds half a character (a lone surrogate)
          {"\\udd9c":1} | a text holds half a character (a lone surrogate)
          1e400 | a number is too large
          [1 | Unexpected end-of-input: expected close marker for Array (line 1, column 3)
          """)
  void what_is_wrong_is_said_in_a_line(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @Test
  void what_is_nested_deep_is_refused() {
    assertThat(read("[".repeat(30) + "]".repeat(30))).isInstanceOf(JsonArray.class);
    assertThatThrownBy(() -> read("[".repeat(1_000) + "]".repeat(1_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void other_encodings_than_utf_8_are_refused() {
    assertThatThrownBy(() -> StrictJson.read(Buffer.buffer(new byte[] {'"', (byte) 0xC3, '"'})))
        .hasMessage("it is not UTF-8");
  }

  private static Object read(String text) {
    return StrictJson.read(Buffer.buffer(text));
  }
}

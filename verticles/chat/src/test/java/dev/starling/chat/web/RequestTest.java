package dev.starling.chat.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starling.chat.input.Rejection.Code;
import dev.starling.chat.input.Username;
import dev.starling.chat.session.Resume;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  private static final String SESSION = "0123456789abcdef0123456789abcdef";

  @Test
  void a_connect_has_a_username_and_perhaps_where_it_goes_on() throws Exception {
    assertThat(Request.parse("{\"type\":\"connect\",\"username\":\"ada\"}"))
        .isEqualTo(new Request.Connect(Username.parse("ada"), Optional.empty(), Optional.empty()));
    assertThat(
            Request.parse(
                "{\"type\":\"connect\",\"username\":\"ada\",\"resume\":{\"session\":\""
                    + SESSION
                    + "\",\"epoch\":\"e\",\"seq\":41}}"))
        .isEqualTo(
            new Request.Connect(
                Username.parse("ada"),
                Optional.empty(),
                Optional.of(new Resume(SESSION, "e", 41, OptionalLong.empty()))));
  }

  @Test
  void a_connect_may_leave_the_name_to_a_token() throws Exception {
    assertThat(Request.parse("{\"type\":\"connect\",\"token\":\"a.b.c\"}"))
        .isEqualTo(new Request.Connect(Optional.empty(), Optional.of("a.b.c"), Optional.empty()));
  }

  @Test
  void a_message_has_a_text_and_perhaps_an_id() throws Exception {
    assertThat(Request.parse("{\"type\":\"message\",\"text\":\"hi\"}"))
        .isEqualTo(new Request.Message(null, "hi"));
    assertThat(Request.parse("{\"type\":\"message\",\"id\":\"m1\",\"text\":\"hi\",\"new\":1}"))
        .isEqualTo(new Request.Message("m1", "hi"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "42",
        "null",
        "{",
        "{}",
        "{\"type\":\"shout\"}",
        "{\"type\":1}",
        "{\"type\":\"message\"}",
        "{\"type\":\"message\",\"text\":7}",
        "{\"type\":\"message\",\"text\":null}",
        "{\"type\":\"message\",\"text\":[\"a\"]}",
        "{\"type\":\"message\",\"id\":7,\"text\":\"a\"}",
        "{\"type\":\"message\",\"id\":\"\",\"text\":\"a\"}",
        "{\"type\":\"message\",\"id\":\"a\\u0000b\",\"text\":\"a\"}",
        "{\"type\":\"message\",\"id\":\"a\\n\",\"text\":\"a\"}",
        "{\"type\":\"message\",\"id\":\"\\u0085\",\"text\":\"a\"}",
        "{\"type\":\"message\",\"id\":\"\\ud800\",\"text\":\"a\"}",
        "{\"type\":\"message\",\"id\":\"\\ude00\\ud83d\",\"text\":\"a\"}",
        "{\"type\":\"\\ud800\",\"text\":\"a\"}",
        "{\"type\":\"connect\",\"username\":\"ada\",\"token\":\"\\ud800\"}",
        "{\"type\":\"connect\",\"username\":\"ada\",\"token\":\"a\\u0000\"}",
        "{\"type\":\"connect\",\"username\":\"ada\","
            + "\"resume\":{\"session\":\"0123456789abcdef0123456789abcdef\",\"epoch\":\"\\udfff\",\"seq\":1}}",
        "{\"type\":\"connect\",\"username\":\"ada\","
            + "\"resume\":{\"session\":\"\\ud8000123456789abcdef0123456789abcde\",\"epoch\":\"e\",\"seq\":1}}",
        "{\"type\":\"connect\",\"username\":\"ada\",\"token\":7}",
        "{\"type\":\"connect\",\"username\":\"ada\",\"resume\":1}",
        "{\"type\":\"connect\",\"username\":\"ada\",\"resume\":{}}",
        "{\"type\":\"connect\",\"username\":\"ada\","
            + "\"resume\":{\"session\":\"short\",\"epoch\":\"e\",\"seq\":1}}",
        "{\"type\":\"connect\",\"username\":\"ada\","
            + "\"resume\":{\"session\":\"0123456789abcdef0123456789abcdef\",\"epoch\":\"e\",\"seq\":1.5}}"
      })
  void anything_else_is_malformed(String text) {
    Request.Malformed malformed =
        catchThrowableOfType(Request.Malformed.class, () -> Request.parse(text));
    assertThat(malformed).as(text).isNotNull();
    assertThat(malformed.why().code()).isEqualTo(Code.MALFORMED);
  }

  @Test
  void an_id_has_up_to_64_code_points() throws Exception {
    String longest = "\uD83D\uDE00".repeat(64);
    assertThat(Request.parse(message(longest))).isEqualTo(new Request.Message(longest, "hi"));
    assertThatThrownBy(() -> Request.parse(message(longest + "x")))
        .hasMessageContaining("id must be");
    assertThatThrownBy(() -> Request.parse(message("x".repeat(65))))
        .hasMessageContaining("id must be");
  }

  private static String message(String id) {
    return "{\"type\":\"message\",\"id\":\"" + id + "\",\"text\":\"hi\"}";
  }

  @Test
  void the_id_of_a_malformed_message_is_kept() {
    Request.Malformed malformed =
        catchThrowableOfType(
            Request.Malformed.class,
            () -> Request.parse("{\"type\":\"message\",\"id\":\"m1\",\"text\":1}"));
    assertThat(malformed.id()).isEqualTo("m1");
    assertThatThrownBy(
            () -> Request.parse("{\"type\":\"message\",\"id\":\"" + "x".repeat(65) + "\"}"))
        .hasMessageContaining("id must be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"connect\",\"username\":7}",
        "{\"type\":\"connect\",\"username\":\"a b\"}",
        "{\"type\":\"connect\",\"username\":\"\\ud800\"}",
        "{\"type\":\"connect\",\"username\":\"a\\u0000\"}"
      })
  void a_wrong_username_is_named_as_such(String text) {
    Request.Malformed malformed =
        catchThrowableOfType(Request.Malformed.class, () -> Request.parse(text));
    assertThat(malformed.why().code()).isEqualTo(Code.USERNAME_INVALID);
  }
}

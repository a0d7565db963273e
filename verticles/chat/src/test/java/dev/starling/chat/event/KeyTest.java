package dev.starling.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyTest {
  @Test
  void texts_that_differ_have_keys_that_differ() {
    assertThat(Key.of("ab", "c")).isEqualTo(Key.of("ab", "c")).isNotEqualTo(Key.of("a", "bc"));
  }

  @Test
  void unpaired_surrogates_are_not_all_the_same() {
    assertThat(Key.of("\ud800")).isNotEqualTo(Key.of("\ud801")).isNotEqualTo(Key.of("\ufffd"));
  }

  @Test
  void a_key_has_one_size_and_nothing_of_the_secret_it_is_made_of() {
    String secret = "secret\u0000" + "x".repeat(10_000);
    assertThat(Key.of(secret, "id").toUuid().toString()).hasSize(36).doesNotContain("secret");
    assertThat(Key.of(secret)).isNotEqualTo(Key.of("secret"));
  }
}

package dev.starling.terminal.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
  @TempDir private Path folder;

  @Test
  void a_token_is_read_anew_each_time() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "aa.bb_-.cc==\n");
    TokenFile token = new TokenFile(file);
    assertThat(token.authorization()).isEqualTo("Bearer aa.bb_-.cc==");
    Files.writeString(file, "dd.ee.ff");
    assertThat(token.authorization()).isEqualTo("Bearer dd.ee.ff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "two words", "a\r\nX-Other: header"})
  void what_is_no_token_is_not_shown_to_a_server(String content) throws IOException {
    TokenFile token = new TokenFile(Files.writeString(folder.resolve("token"), content));
    assertThatThrownBy(token::authorization)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no bearer token in " + token.path());
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    TokenFile token = new TokenFile(folder.resolve("missing"));
    assertThatThrownBy(token::authorization).hasMessageContaining("missing");
  }
}

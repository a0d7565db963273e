package dev.starling.shared.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shared.settings.DatabaseUri.Encryption;
import dev.starling.shared.settings.DatabaseUri.Encryption.Mode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseUriTest {
  @Test
  void its_parts_are_decoded() {
    assertThat(DatabaseUri.parse("postgresql://a%40b:p%3Aq+%C3%A9@db:6432/my%20db"))
        .isEqualTo(new DatabaseUri("a@b", "p:q+\u00e9", "db", 6432, "my db", Encryption.UNSAID));
  }

  @Test
  void password_and_port_may_be_left_out() {
    assertThat(DatabaseUri.parse("postgres://ada@[::1]/chat"))
        .isEqualTo(new DatabaseUri("ada", "", "::1", 5432, "chat", Encryption.UNSAID));
  }

  @Test
  void encryption_is_asked_for_at_the_end() {
    assertThat(encryption("disable")).isEqualTo(new Encryption(Mode.DISABLE, Optional.empty()));
    assertThat(encryption("require")).isEqualTo(new Encryption(Mode.REQUIRE, Optional.empty()));
    assertThat(encryption("verify-full&sslrootcert=/etc/my%20ca.pem"))
        .isEqualTo(new Encryption(Mode.VERIFY_FULL, Optional.of("/etc/my ca.pem")));
  }

  private static Encryption encryption(String mode) {
    return DatabaseUri.parse("postgresql://ada@db/chat?sslmode=" + mode).encryption();
  }

  @Test
  void neither_user_nor_password_is_shown() {
    assertThat(DatabaseUri.parse("postgresql://ada:hunter2@db:6432/chat"))
        .hasToString("db:6432/chat");
    assertThat(DatabaseUri.parse("postgresql://ada:hunter2@[::1]/chat"))
        .hasToString("[::1]:5432/chat");
  }
}

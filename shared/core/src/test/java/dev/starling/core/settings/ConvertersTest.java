package dev.starling.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.starling.core.settings.ServiceSettings.Log;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertersTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "8080", "65535"})
  void a_port_is_0_to_65535(String text) {
    assertThat(new Converters.Port().convert(text)).isEqualTo(Integer.parseInt(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "65536", "abc", "80.5", "99999999999999999999", "+80", "٨٠", "８０"})
  void anything_else_is_no_port(String text) {
    assertRefused(new Converters.Port(), text, "is not a port number; valid is 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "2147483648", "many", "+1", "٥"})
  void a_count_is_a_whole_number_from_0_on(String text) {
    assertThat(new Converters.NonNegative().convert("0")).isZero();
    assertRefused(
        new Converters.NonNegative(), text, "is not valid; valid is a whole number from 0 on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "2147483648", "many", "+1", "٥"})
  void a_number_of_something_needed_is_a_whole_number_from_1_on(String text) {
    assertThat(new Converters.Positive().convert("1")).isEqualTo(1);
    assertRefused(
        new Converters.Positive(), text, "is not valid; valid is a whole number from 1 on");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://ada:secret@localhost:5432/db",
        "postgres://ada:secret@db.example.org/db",
        "postgresql://ada@my_db/db",
        "postgresql://ada:p%40ss%3Aw%2Frd@[::1]:5432/a%20b",
        "postgresql://ada:secret@one,two:5433/db?target_session_attrs=read-write",
        "jdbc:postgresql://localhost/db?user=ada&password=secret",
      })
  void an_address_of_a_database_is_a_connection_uri_and_stays_as_it_is(String text) {
    assertThat(new Converters.PostgresUri().convert(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:5432/db",
        "mysql://ada:secret@localhost/db",
        "postgresql://ada:secret@localhost:0/db",
        "postgresql://ada:secret@localhost:x/db",
        "postgresql://ada:sec@ret@localhost/db",
        "postgresql://ada:sec%2ret@localhost/db",
        "postgresql://ada:secret@localhost/db?sslmode=secret",
        "postgresql://ada:secret@localhost/db?bogus=secret",
      })
  void anything_else_is_refused_without_what_may_be_a_password(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Converters.PostgresUri().convert(text))
        .withMessageNotContainingAny("secret", "sec@ret", "sec%2ret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0", "*", "0"})
  void a_wildcard_is_no_address_that_others_reach(String text) {
    assertRefused(
        new Converters.ReachableHost(),
        text,
        "is not an address to connect to; valid is the address others reach this instance at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.0", "chat-0.chat"})
  void a_name_or_an_address_is_reachable(String text) {
    assertThat(new Converters.ReachableHost().convert(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0,PT0S", "0s,PT0S", "500ms,PT0.5S", "2s,PT2S", "1m,PT1M", "1h,PT1H"})
  void a_duration_has_a_unit(String text, Duration expected) {
    assertThat(Converters.duration(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "2 s", "-1s", "1.5s", "PT2S", "2d", "2S", "9999999999s", "+2s", "٢s"})
  void anything_else_is_no_duration(String text) {
    assertRefused(
        Converters::duration,
        text,
        "is not a duration; valid is a whole number with ms, s, m or h, such as 500ms, 2s or 1m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"597h", "999999999h", "35761m"})
  void a_duration_that_no_timer_can_count_is_refused(String text) {
    assertRefused(Converters::duration, text, "is too long; valid is up to 596h");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "4096,4096", "64KiB,65536", "1MiB,1048576", "1GiB,1073741824"})
  void a_size_is_in_bytes_unless_it_has_a_unit(String text, long bytes) {
    assertThat(Converters.size(text)).isEqualTo(new Size(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1KB", "1 MiB", "1mib", "1.5MiB", "99999999999GiB"})
  void anything_else_is_no_size(String text) {
    assertRefused(
        Converters::size,
        text,
        "is not a size; valid is a number of bytes, or one with KiB, MiB or GiB, such as 64KiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "on", "1", "True", "TRUE"})
  void a_boolean_is_true_or_false_and_nothing_else(String text) {
    assertThat(Converters.strictBoolean("true")).isTrue();
    assertThat(Converters.strictBoolean("false")).isFalse();
    assertRefused(Converters::strictBoolean, text, "is neither true nor false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.5", "ten", "2147483648"})
  void a_number_is_whole(String text) {
    assertThat(Converters.integer("-7")).isEqualTo(-7);
    assertThat(Converters.longInteger("2147483648")).isEqualTo(2_147_483_648L);
    assertRefused(Converters::integer, text, "is not valid; valid is a whole number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "WARN", "Warn"})
  void a_choice_may_be_in_any_case(String text) {
    assertThat(Converters.constantOf(Log.Level.class).convert(text)).isEqualTo(Log.Level.WARN);
  }

  @Test
  void a_bad_choice_names_the_good_ones() {
    assertRefused(
        Converters.constantOf(Log.Format.class), "xml", "is not valid; valid is one of text, json");
  }

  private static void assertRefused(Converter<?> converter, String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> converter.convert(text))
        .withMessage(message);
  }
}

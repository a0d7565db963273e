package dev.starling.terminal.sql.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.sql.statement.Statement;
import io.vertx.pgclient.PgException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorTextTest {
  @Test
  void the_caret_stands_under_the_spot() {
    assertThat(ErrorText.lines(at(12, "hint"), statement("select 1,\n\tfoo from t"), 80))
        .containsExactly(
            "ERROR 42703: no such column", "LINE 8:     foo from t", "            ^", "HINT: hint");
    assertThat(ErrorText.line(at(12, null), statement("select 1,\n\tfoo from t"))).isEqualTo(8);
  }

  @Test
  void characters_count_not_the_units_or_the_columns_they_take() {
    List<String> lines = ErrorText.lines(at(14, null), statement("select '日😀', foo"), 80);
    assertThat(lines.get(1)).isEqualTo("LINE 7: select '日😀', foo");
    assertThat(lines.get(2)).isEqualTo(" ".repeat("LINE 7: select '____', ".length()) + "^");
  }

  @Test
  void of_a_long_line_the_part_around_the_spot_is_shown() {
    String sql = "select " + "1, ".repeat(100_000) + "foo" + ", 1".repeat(100_000);
    List<String> lines = ErrorText.lines(at(300_008, null), statement(sql), 40);
    assertThat(lines.get(1)).hasSize(40);
    assertThat(lines.get(1).substring(lines.get(2).indexOf('^'))).startsWith("foo");
  }

  @Test
  void an_error_without_a_position_or_with_one_that_is_nowhere_is_told_all_the_same() {
    for (int position : new int[] {0, -5, 4_000}) {
      assertThat(ErrorText.lines(at(position, null), statement("select 1"), 80))
          .containsExactly("ERROR 42703: no such column");
    }
  }

  @Test
  void what_a_terminal_would_execute_is_shown_instead() {
    PgException error = new PgException("\u001b[2Jbad", "ERROR", "P0001", "more\nof it");
    assertThat(ErrorText.lines(error, statement("x"), 80))
        .containsExactly("ERROR P0001: ^[[2Jbad", "DETAIL: more", "  of it");
  }

  private static PgException at(int position, String hint) {
    return new PgException(
        "no such column",
        "ERROR",
        "42703",
        null,
        hint,
        String.valueOf(position),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Statement statement(String sql) {
    return new Statement(sql, 7, List.of("SELECT"), false);
  }
}

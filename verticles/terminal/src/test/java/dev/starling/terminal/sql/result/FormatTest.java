package dev.starling.terminal.sql.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.sql.result.Layout.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
  private static final int INT = 23;
  private static final int BOOL = 16;
  private static final int TEXT = 25;
  private static final int JSON = 114;
  private static final int JSONB = 3802;
  private static final int NUMERIC = 1700;
  private static final List<Column> COLUMNS =
      List.of(new Column("id", INT), new Column("name", TEXT));

  @Test
  void numbers_stand_to_the_right_and_null_is_no_text() {
    assertThat(show(table(80), COLUMNS, row("1", "ada"), row("10", null), row(null, "")))
        .containsExactly(
            " id     | name",
            "--------+--------",
            "      1 | ada",
            "     10 | (null)",
            " (null) |");
  }

  @Test
  void wide_characters_and_those_that_take_no_room_do_not_bend_the_columns() {
    List<Column> columns = List.of(new Column("a", TEXT), new Column("b", TEXT));
    assertThat(show(table(80), columns, row("日本", "x"), row("e\u0301e\u0301", "x"), row("ab", "x")))
        .containsExactly(
            " a    | b", "------+---", " 日本 | x", " e\u0301e\u0301   | x", " ab   | x");
  }

  @Test
  void a_value_of_several_lines_keeps_them() {
    assertThat(show(table(80), COLUMNS, row("1", "a\nbc"), row("2", "d")))
        .containsExactly(" id | name", "----+------", "  1 | a   +", "    | bc", "  2 | d");
  }

  @Test
  void what_a_terminal_would_execute_is_shown_instead() {
    assertThat(show(table(80), COLUMNS, row("1", "\u001b[2J\rx\u202e")))
        .contains("  1 | ^[[2J^Mx\\u202e");
    Format csv = FormatName.csv.create(Layout.plain(false), true);
    assertThat(show(csv, COLUMNS, row("1", "\u001b[2J"))).contains("1,^[[2J");
  }

  @Test
  void a_table_too_wide_for_the_terminal_becomes_lists_that_lose_nothing() {
    assertThat(show(table(20), COLUMNS, row("1", "a long name that wraps"), row("2", null)))
        .containsExactly(
            "-[ 1 ]--------------",
            "id   | 1",
            "name | a long name t",
            "     | hat wraps",
            "-[ 2 ]--------------",
            "id   | 2",
            "name | (null)");
  }

  @Test
  void even_the_narrowest_terminal_gets_everything() {
    List<String> lines = show(table(3), COLUMNS, row("1", "abcdefghijkl"));
    assertThat(String.join("", lines)).contains("abcdefgh").contains("ijkl");
  }

  @Test
  void later_rows_that_are_wider_widen_the_table_from_there_on() {
    Format table = table(80);
    List<String> lines = new ArrayList<>(show(table, COLUMNS, row("1", "a")));
    lines.addAll(table.rows(rows(row("1000", "b"))));
    lines.addAll(table.rows(rows(row("2", "c"))));
    assertThat(lines.subList(2, 5)).containsExactly("  1 | a", " 1000 | b", "    2 | c");
    assertThat(table.headAgain().get(0)).isEqualTo(" id   | name");
  }

  @Test
  void a_huge_value_is_cut_off_on_a_terminal_and_says_so() {
    assertThat(show(table(80), List.of(new Column("t", TEXT)), row("x".repeat(1_000_000))))
        .last()
        .asString()
        .endsWith("x... (1000000 characters)");
  }

  @Test
  void csv_tells_null_from_an_empty_text_and_quotes_what_needs_it() {
    Format csv = FormatName.csv.create(Layout.plain(false), false);
    assertThat(show(csv, COLUMNS, row(null, ""), row("1", "a,b"), row("2", "a\"b\nc")))
        .containsExactly("id,name", ",\"\"", "1,\"a,b\"", "2,\"a\"\"b\nc\"");
  }

  @Test
  void json_keeps_every_digit() {
    List<Column> columns =
        List.of(
            new Column("n", NUMERIC),
            new Column("b", BOOL),
            new Column("j", JSONB),
            new Column("t\"", TEXT));
    Format json = FormatName.json.create(Layout.plain(false), false);
    List<String> lines =
        new ArrayList<>(
            show(
                json,
                columns,
                row("1.10000000000000000001", "t", "{\"a\":\n1.0}", "1"),
                row("NaN", "f", null, "\u0001\"")));
    lines.addAll(json.end(new StatementResult(true, 2, false, "SELECT 2", Duration.ZERO)));
    assertThat(lines)
        .containsExactly(
            "[",
            " {\"n\":1.10000000000000000001,\"b\":true,\"j\":{\"a\": 1.0},\"t\\\"\":\"1\"}",
            ",{\"n\":\"NaN\",\"b\":false,\"j\":null,\"t\\\"\":\"\\u0001\\\"\"}",
            "]");
  }

  @Test
  void line_separators_in_json_and_text_stay_what_they_are() {
    List<Column> columns = List.of(new Column("j", JSON), new Column("t", TEXT));
    String separators = "x\u2028y\u0085z\u2029\u000b";
    Format json = FormatName.json.create(Layout.plain(false), false);
    Format csv = FormatName.csv.create(Layout.plain(false), false);
    assertThat(show(json, columns, row("{\"a\":\r\n\"" + separators + "\"}", separators)))
        .contains(
            " {\"j\":{\"a\":  \"" + separators + "\"},\"t\":\"" + escaped(separators) + "\"}");
    assertThat(show(csv, columns, row(separators, separators)))
        .contains(separators + "," + separators);
  }

  /** As JSON wants it: only control characters below the blank. */
  private static String escaped(String text) {
    return text.replace("\u000b", "\\u000B");
  }

  @Test
  void columns_of_one_name_have_different_keys_in_json() {
    assertThat(keys("a", "a", "A", "a")).containsExactly("a", "a_2", "A", "a_3");
    assertThat(keys("a", "a_2", "a")).containsExactly("a", "a_2", "a_3");
    assertThat(keys("a_2", "a", "a", "a_2")).containsExactly("a_2", "a", "a_3", "a_2_2");
  }

  private static List<String> keys(String... names) {
    List<Column> columns = Stream.of(names).map(name -> new Column(name, INT)).toList();
    Format json = FormatName.json.create(Layout.plain(false), false);
    String[] values = Collections.nCopies(names.length, "1").toArray(String[]::new);
    return Pattern.compile("\"(.*?)\"")
        .matcher(show(json, columns, values).get(1))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "a, 1",
    "日本, 4",
    "👨‍👩‍👧, 2",
    "🏳️‍🌈, 2",
    "🇨🇿, 2",
    "🇨🇿🇩🇪, 4",
    "❤️, 2",
    "❤, 1",
    "ℹ️, 2",
    "⌚︎, 1",
    "1️⃣, 2",
    "👍🏽, 2",
    "☝🏽, 2",
    "👩🏽‍🚀, 2",
    "हिन्दी, 3",
    "กำ, 2",
    "é, 1",
    "e\u0301, 1",
    "\u1112\u1161\u11ab, 2",
    "한, 2",
    "©, 1",
    "x‍y, 2",
  })
  void a_character_takes_the_columns_that_terminals_give_it(String text, int columns) {
    assertThat(Cells.width(text)).isEqualTo(columns);
  }

  @Test
  void wrapping_does_not_tear_characters_that_are_made_of_several() {
    assertThat(Cells.wrapped("👨‍👩‍👧🇨🇿e\u0301x", 3))
        .containsExactly("👨‍👩‍👧", "🇨🇿e\u0301", "x");
    String marks = "e" + "\u0301".repeat(2_000);
    assertThat(Cells.wrapped(marks, 1)).containsExactly(marks);
    assertThat(Cells.width(marks)).isEqualTo(1);
  }

  @Test
  void an_outcome_tells_rows_and_time() {
    assertThat(new StatementResult(true, 1, false, "", Duration.ofNanos(1_234_000)))
        .hasToString("(1 row, 1.2 ms)");
    assertThat(new StatementResult(true, 40, true, "", Duration.ofMillis(2_500)))
        .hasToString("(40 rows, stopped, 2.50 s)");
    assertThat(new StatementResult(false, 0, false, "UPDATE 5", Duration.ofSeconds(61)))
        .hasToString("UPDATE 5 (1 min 1 s)");
  }

  private static Format table(int width) {
    return FormatName.table.create(
        Layout.terminal(() -> width, Records.WHEN_WIDE, Ansi.NONE), true);
  }

  private static List<String> show(Format format, List<Column> columns, String[]... rows) {
    format.begin(columns);
    List<String> lines = new ArrayList<>();
    List<String> shown = format.rows(rows(rows));
    lines.addAll(format.head());
    lines.addAll(shown);
    return lines.stream().map(line -> line.replaceAll("(?<=\\S) +$", "")).toList();
  }

  private static List<String[]> rows(String[]... rows) {
    return List.of(rows);
  }

  private static String[] row(String... values) {
    return values;
  }
}

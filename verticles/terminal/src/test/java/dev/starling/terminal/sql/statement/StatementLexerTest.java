package dev.starling.terminal.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.terminal.sql.statement.StatementLexer.Inside;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementLexerTest {
  private final StatementLexer lexer = new StatementLexer();

  @Test
  void a_semicolon_ends_a_statement_and_is_no_part_of_it() {
    assertThat(sql("select 1; select 2 ;select 3"))
        .containsExactly("select 1", "select 2", "select 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ';'",
        "select 'it''s; here'",
        "select E'\\';', 1",
        "select e'\\\\', 1",
        "select \"a;b\" from t",
        "select \"a\"\";b\" from t",
        "select $$;$$, $a$ $$ ; $b$ $a$",
        "select $é$;$é$",
        "select 1 -- ; not here",
        "select /* ; /* ; */ ; */ 1",
        "create rule r as on insert to t do (delete from a; delete from b)",
        "create or replace function f() returns int language sql begin atomic"
            + " select 1; select case when true then 1 end; end",
      })
  void a_semicolon_that_is_none_ends_nothing(String statement) {
    assertThat(sql(statement + "\n; select 2")).containsExactly(statement, "select 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'c:\\'",
        "select a$b$",
        "select $1",
        "select 1$$2",
        "select fee'\\'",
        "begin",
        "commit and chain",
        "select 1 /* * / */",
      })
  void what_looks_like_a_quote_but_is_none_holds_up_nothing(String statement) {
    assertThat(sql(statement + "; select 2").get(0)).startsWith(statement);
    assertThat(lexer.inside()).isEqualTo(Inside.NOTHING);
  }

  @Test
  void quotes_reach_over_lines_and_keep_them() {
    assertThat(sql("select 'a\n;\n\nb'\n, 2;")).containsExactly("select 'a\n;\n\nb'\n, 2");
  }

  @Test
  void it_is_known_what_a_next_line_would_continue() {
    assertThat(inside("")).isEqualTo(Inside.NOTHING);
    assertThat(inside("  -- nothing yet")).isEqualTo(Inside.NOTHING);
    assertThat(inside("select")).isEqualTo(Inside.STATEMENT);
    assertThat(inside("select 'a")).isEqualTo(Inside.STRING);
    assertThat(inside("select \"a")).isEqualTo(Inside.IDENTIFIER);
    assertThat(inside("do $x$ begin; $$")).isEqualTo(Inside.DOLLAR_QUOTES);
    assertThat(inside("select /* /* */")).isEqualTo(Inside.COMMENT);
    assertThat(inside("select (1;")).isEqualTo(Inside.PARENTHESES);
    assertThat(inside("select (1);")).isEqualTo(Inside.NOTHING);
  }

  @Test
  void a_statement_knows_its_line_and_what_it_is() {
    lexer.add("");
    lexer.add("-- the second");
    List<Statement> found = lexer.add("start /* a */ transaction; set Search_Path = x; ");
    assertThat(found).extracting(Statement::line).containsExactly(2, 3);
    assertThat(found.get(0).opensTransaction()).isTrue();
    assertThat(found.get(1).beginsWith("SET", "SEARCH_PATH")).isTrue();
    assertThat(found.get(1).opensTransaction()).isFalse();
  }

  @Test
  void nothing_but_white_space_and_comments_is_no_statement() {
    assertThat(sql(";; -- a\n /* b */ ;\n")).isEmpty();
  }

  @Test
  void copy_from_and_to_the_client_is_recognised() {
    assertThat(new StatementLexer().add("copy t from stdin;").get(0).copiesStream()).isTrue();
    assertThat(new StatementLexer().add("copy (select 1) to STDOUT;").get(0).copiesStream())
        .isTrue();
    assertThat(new StatementLexer().add("copy t to 'stdout';").get(0).copiesStream()).isFalse();
    assertThat(new StatementLexer().add("select 1 from stdin;").get(0).copiesStream()).isFalse();
  }

  @Test
  void a_statement_without_end_is_refused_before_it_fills_the_memory() {
    String line = "x".repeat(1 << 20);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                lexer.add(line);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 16: a statement has more than 16777216 characters");
  }

  private static Inside inside(String line) {
    StatementLexer lexer = new StatementLexer();
    lexer.add(line);
    return lexer.inside();
  }

  private List<String> sql(String script) {
    List<Statement> statements = new ArrayList<>();
    script.lines().forEach(line -> statements.addAll(lexer.add(line)));
    lexer.end().ifPresent(statements::add);
    return statements.stream().map(Statement::sql).toList();
  }
}

package dev.starling.terminal.sql.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.sql.result.FormatName;
import dev.starling.terminal.sql.result.Layout;
import dev.starling.terminal.sql.server.AddressReader;
import dev.starling.terminal.sql.server.Backend;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts on a real database. */
@Timeout(180)
class ScriptTest {
  private static Vertx vertx;
  private static EmbeddedDatabase database;

  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream problems = new ByteArrayOutputStream();
  private Duration statementTimeout = Duration.ZERO;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void values_are_what_the_server_writes() throws Exception {
    String values =
        "set timezone = 'Asia/Kolkata';"
            + " select 1.10::numeric, 1e20::float8, 'infinity'::timestamp, '0044-03-15 BC'::date,"
            + " timestamptz '2020-01-01 00:00Z', '{1,2}'::int[], '{\"b\": 1.0, \"a\": 2}'::jsonb,"
            + " interval '1 day 2 hours', 'x'::bytea, true, row(1, 'a'), int4range(1, 3), null, ''";
    assertThat(run(FormatName.csv, false, values)).isTrue();
    assertThat(out().lines().skip(1))
        .containsExactly(
            "1.10,1e+20,infinity,0044-03-15 BC,2020-01-01 05:30:00+05:30,\"{1,2}\","
                + "\"{\"\"a\"\": 2, \"\"b\"\": 1.0}\",1 day 02:00:00,\\x78,t,\"(1,a)\",\"[1,3)\",,\"\"");
  }

  @Test
  void statements_of_every_kind_run_in_order_on_one_connection() throws Exception {
    assertThat(
            run(
                FormatName.table,
                false,
                """
                create temp table t (id int primary key);
                begin; insert into t values (1), (2); savepoint s; insert into t values (3);
                rollback to s; commit;
                insert into t select generate_series(10, 12) returning id;
                prepare p as select count(*) from t; execute p;
                create procedure add_one(inout a int) language plpgsql
                  as $$ begin a := a + 1; commit; end; $$;
                call add_one(41);
                vacuum t; declare c cursor with hold for table t; fetch 2 from c; close c;
                explain (costs off) select 1; show server_encoding;
                do $$ begin raise notice 'look;'; end $$"""))
        .as("%s", problems)
        .isTrue();
    assertThat(out())
        .contains("CREATE TABLE (")
        .contains("INSERT 0 2 (")
        .contains(" 12\n(3 rows, ")
        .contains("     5\n(1 row, ")
        .contains(" 42\n(1 row, ")
        .contains("VACUUM (")
        .contains("  2\n(2 rows, ")
        .contains(" Result\n(1 row, ")
        .contains(" UTF8\n");
    assertThat(problems()).isEqualTo("NOTICE: look;\n");
  }

  @Test
  void a_script_stops_at_its_first_error_and_says_where() throws Exception {
    assertThat(run(FormatName.csv, false, "select 1;\n\nselect\n  nope\nfrom x y; select 2;"))
        .isFalse();
    assertThat(out()).isEqualTo("?column?\n1\n");
    assertThat(problems())
        .isEqualTo(
            "script, line 5: ERROR 42P01: relation \"x\" does not exist\n"
                + "LINE 5: from x y\n"
                + "             ^\n");
  }

  @Test
  void told_to_keep_going_it_runs_the_rest_and_has_failed_all_the_same() throws Exception {
    String terminate = "select pg_terminate_backend(pg_backend_pid());";
    assertThat(run(FormatName.csv, true, "bogus;" + terminate + "\n\\bogus\nselect 2 as two"))
        .isFalse();
    assertThat(out()).isEqualTo("two\n2\n");
    assertThat(problems())
        .contains("syntax error")
        .contains("script, line 1: the connection was lost: terminating connection")
        .contains("script, line 2: \\bogus is not for scripts");
  }

  @Test
  void a_result_that_is_never_held_whole_arrives_whole() throws Exception {
    assertThat(
            run(
                FormatName.csv,
                false,
                "select g, repeat('x', g % 50) from generate_series(1, 30000) g"))
        .isTrue();
    assertThat(out().lines().skip(1).map(line -> Integer.parseInt(line.split(",")[0])))
        .hasSize(30_000)
        .isSorted();
  }

  @Test
  void when_nobody_reads_on_it_ends() throws Exception {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int single) throws java.io.IOException {
            throw new java.io.IOException("Broken pipe");
          }
        };
    Script script = script(FormatName.csv, true, closed);
    assertThat(script.run(new StringReader("select generate_series(1, 100000000);"))).isFalse();
    assertThat(problems()).isEmpty();
  }

  @Test
  void what_is_open_at_the_end_is_a_failure() throws Exception {
    assertThat(run(FormatName.csv, false, "create table kept (i int); begin; drop table kept"))
        .isFalse();
    assertThat(problems()).contains("ends with a transaction open");
    assertThat(run(FormatName.csv, false, "select 1 from kept; select 'never")).isFalse();
    assertThat(problems()).contains("script: ends inside of string");
    assertThat(count("pg_tables where tablename = 'kept'")).isOne();
  }

  @Test
  void what_the_client_cannot_do_is_said_and_harms_nothing() throws Exception {
    assertThat(run(FormatName.csv, true, "copy pg_class to stdout; select 1 as one")).isFalse();
    assertThat(problems()).contains("script, line 1: COPY from STDIN or to STDOUT is not possible");
    assertThat(out()).isEqualTo("one\n1\n");
  }

  @Test
  void a_statement_that_takes_too_long_is_given_up() throws Exception {
    statementTimeout = Duration.ofMillis(100);
    assertThat(run(FormatName.csv, false, "select pg_sleep(60)")).isFalse();
    assertThat(problems()).contains("57014").contains("statement timeout");
  }

  @Test
  void an_interrupt_cancels_what_runs_and_ends_the_script() throws Exception {
    Script script = script(FormatName.csv, true, results);
    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return script.run(
                    new StringReader("select generate_series(1, 1000000000); select 2 as two"));
              } catch (Exception failure) {
                throw new AssertionError(failure);
              }
            });
    // The first rows are out: it runs.
    synchronized (results) {
      while (results.size() < 100) {
        results.wait(10);
      }
    }
    script.interrupt();
    assertThat(ended.get(60, TimeUnit.SECONDS)).isFalse();
    assertThat(out()).doesNotContain("two");
  }

  private boolean run(FormatName format, boolean keepGoing, String text) throws Exception {
    return script(format, keepGoing, results).run(new StringReader(text));
  }

  private Script script(FormatName format, boolean keepGoing, OutputStream into) {
    Backend.Options server =
        new Backend.Options(
            new AddressReader(Map.of("PGSSLMODE", "disable"), "nobody", Path.of("nowhere"))
                .read(database.uri()),
            Duration.ofSeconds(10),
            statementTimeout);
    return new Script(
        vertx,
        server,
        new ScriptOptions("script", format, format.create(Layout.plain(false), false), keepGoing),
        stream(into),
        stream(problems));
  }

  private static PrintStream stream(OutputStream into) {
    return new PrintStream(into, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return results.toString(StandardCharsets.UTF_8);
  }

  private String problems() {
    return problems.toString(StandardCharsets.UTF_8);
  }

  private static int count(String of) throws SQLException {
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery("select count(*) from " + of)) {
      result.next();
      return result.getInt(1);
    }
  }
}

package dev.starling.terminal.sql.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.terminal.sql.result.Ansi;
import dev.starling.terminal.sql.result.FormatName;
import dev.starling.terminal.sql.server.Address;
import dev.starling.terminal.sql.server.AddressReader;
import dev.starling.terminal.sql.server.Backend;
import dev.starling.terminal.sql.server.ServerFailure;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real line editor and a real database, on a terminal whose every cell can be looked at. */
@Timeout(180)
class SqlSessionTest {
  private static final String CONTROL_C = "\u0003";
  private static final String CONTROL_D = "\u0004";
  private static final String UP = "\u001bOA";
  private static final String TIME = "[0-9.]+ m?s";
  private static final int CONNECTIONS = 2;

  private static Vertx vertx;
  private static EmbeddedDatabase database;

  private PipedOutputStream keyboard;
  private Glass glass;
  private ExternalTerminal terminal;
  private CompletableFuture<Void> visit;

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

  @AfterEach
  void leave() throws IOException {
    keyboard.close();
    terminal.close();
  }

  @Test
  void results_appear_above_the_line_that_is_being_typed() throws Exception {
    open(60, 20);
    enter("select pg_sleep(0.5), 7 as n;");
    press("select 'half");
    glass.await(
        " pg_sleep \\| n",
        "-+\\+---",
        " +\\| 7",
        "\\[1] \\(1 row, " + TIME + "\\)",
        "test_\\d+=> select 'half");
    press(" typed' as it;\r");
    glass.await(" half typed", "\\[2] \\(1 row, " + TIME + "\\)", "test_\\d+=>");
  }

  @Test
  void what_is_entered_together_runs_in_order_and_stops_at_an_error() throws Exception {
    open(60, 20);
    press("create table o (i int); insert into o\r");
    glass.await("test_\\d+=> create table o.*", "-> ?");
    press("values (1); select x from o; drop table o;\r");
    glass.await(
        "\\[1] CREATE TABLE \\(.*",
        "\\[1] INSERT 0 1 \\(.*",
        "! \\[1] ERROR 42703: column \"x\" does not exist",
        "LINE 2: select x from o",
        "               \\^",
        "\\* \\[1] 1 more of it not run",
        "test_\\d+=>");
    press(UP);
    glass.await(
        ".*", "test_\\d+=> create table o.*", "-> values \\(1\\); select x from o; drop table o;");
  }

  @Test
  void a_long_result_is_fetched_page_by_page_while_others_run() throws Exception {
    open(80, 8);
    enter("select generate_series(1, 1000000000) as n;");
    glass.await(" +n", "-+", " +1", " +2", " +3", "\\[1] Space: more, q: stop .*=>");
    enter("select 'now' as other;");
    glass.await(" now", "\\[2] \\(1 row, .*", "\\[1] Space: more, q: stop .*=>");
    press(" ");
    glass.await(" +n", "-+", " +4", " +5", " +6", "\\[1] Space: more, q: stop .*=>");
    press("q");
    glass.await(" +6", "\\[1] \\(6 rows, stopped, " + TIME + "\\)", "test_\\d+=>");
    press("qq");
    glass.await("test_\\d+=> qq");
  }

  @Test
  void control_c_cancels_the_newest_job_and_then_there_is_nothing_to_cancel() throws Exception {
    open(60, 20);
    enterLong("select pg_sleep(60)", 1);
    press("typed");
    glass.await("test_\\d+=> typed");
    press(CONTROL_C);
    glass.await("test_\\d+=>");
    press(CONTROL_C);
    glass.await("! \\[1] ERROR 57014: canceling statement due to user request", "test_\\d+=>");
    press(CONTROL_C);
    glass.await("\\* nothing is running; .*", "test_\\d+=>");
  }

  @Test
  void more_jobs_than_connections_wait_and_can_be_cancelled_before_they_begin() throws Exception {
    open(60, 20);
    enterLong("select pg_sleep(60)", 1);
    enterLong("select pg_sleep(61)", 2);
    enter("select pg_sleep(62);");
    glass.await("\\* \\[3] waits for a connection; .*", "test_\\d+=>");
    enter("\\jobs");
    glass.await(
        "\\[1] runs since .* s: select pg_sleep\\(60\\)",
        "\\[2] runs since .* s: select pg_sleep\\(61\\)",
        "\\[3] waits for a connection since .* s: select pg_sleep.*",
        "test_\\d+=>");
    enter("\\cancel 3");
    glass.await("\\* \\[3] cancelled, and not run: .*", "test_\\d+=>");
    enter("\\cancel 1");
    glass.await("! \\[1] ERROR 57014: .*", "test_\\d+=>");
    enter("\\cancel 1");
    glass.await("! there is no job 1 any more", "test_\\d+=>");
  }

  @Test
  void a_transaction_has_a_connection_of_its_own_until_it_ends() throws Exception {
    open(60, 20);
    enter("set search_path = pg_catalog; begin; create table public.tx (i int);");
    glass.await("\\[1] CREATE TABLE .*", "test_\\d+=\\*>");
    enter("select 1/0;");
    glass.await("! \\[2] ERROR 22012: division by zero", "test_\\d+=!>");
    enter("commit;");
    glass.await("\\[3] ROLLBACK .*", "test_\\d+=>");
    enter("select to_regclass('public.tx') as gone;");
    glass.await(" \\(null\\)", "\\[4] .*", "test_\\d+=>");
  }

  @Test
  void settings_hold_for_all_connections_and_temporary_tables_in_a_session() throws Exception {
    open(60, 20);
    enter("set time zone 'Asia/Tokyo';");
    glass.await("\\[1] SET .*", "test_\\d+=>");
    enterLong("select pg_sleep(60)", 2);
    enter("show time zone;");
    glass.await(" Asia/Tokyo", "\\[3] .*", "test_\\d+=>");
    enter("\\session on");
    glass.await("\\* statements run one after another.*", ".*session off", "test_\\d+=\\+>");
    enter("create temp table mine (i int);");
    glass.await("\\[4] CREATE TABLE .*", "test_\\d+=\\+>");
    enter("table mine;");
    glass.await("---", "\\[5] \\(0 rows, .*", "test_\\d+=\\+>");
    enter("\\session off");
    glass.await("test_\\d+=>");
    enter("table mine;");
    glass.await("! \\[6] ERROR 42P01: .*", "LINE 1: table mine", " +\\^", "test_\\d+=>");
  }

  @Test
  void a_lost_connection_is_told_and_the_next_statement_connects_again() throws Exception {
    open(120, 20);
    enter("begin; select 1 as one;");
    glass.await("\\[1] \\(1 row, .*", "test_\\d+=\\*>");
    terminateOthers();
    enter("select 2 as two;");
    glass.await(
        "! \\[2] the connection was lost: .*",
        "\\* the next statement connects again",
        "test_\\d+=>");
    enter("select 3 as three;");
    glass.await(" +3", "\\[3] \\(1 row, .*", "test_\\d+=>");
  }

  @Test
  void a_server_that_does_not_answer_is_left_when_cancelled_again() throws Exception {
    open(80, 20);
    enterLong("select pg_sleep(60)", 1);
    database.freezeServer();
    try {
      enter("\\cancel 1");
      glass.await("test_\\d+=> \\\\cancel 1", "test_\\d+=>");
      enter("\\cancel 1");
      glass.await(
          "! \\[1] the connection was lost: you have broken it off",
          "\\* the next statement connects again",
          "test_\\d+=>");
    } finally {
      database.thawServer();
    }
    enter("select 2 as two;");
    glass.await(" +2", "\\[2] \\(1 row, .*", "test_\\d+=>");
  }

  @Test
  void tables_are_listed_and_described() throws Exception {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("create table \"D'x\" (id bigint primary key, t text default 'a')");
    }
    open(100, 30);
    enter("\\d");
    glass.await(".*", " public \\| D'x +\\| table .*", "(?s).*", "test_\\d+=>");
    enter("\\d \"D'x\"");
    glass.await(
        " id +\\| bigint \\| not null.*",
        " t +\\| text +\\| +\\| 'a'::text",
        "\\[2] .*",
        " kind +\\| name +\\| definition",
        "-.*",
        " index +\\| D'x_pkey +\\| CREATE UNIQUE INDEX .*",
        "\\[2] .*",
        "test_\\d+=>");
  }

  @Test
  void a_terminal_of_20_by_5_shows_everything_a_little_at_a_time() throws Exception {
    open(20, 5);
    enter("select 'abcdefghijklmnopqrst' as wide;");
    glass.await("-\\[ 1 ]-+", "wide \\| abcdefghijkl.?.?", "\\[1]\\.\\.\\.=>");
    press(" ");
    glass.await("wide.*", " +\\| .*t", "\\[1] \\(1 row, .*", "test_\\d+=>");
  }

  @Test
  void leaving_ends_what_runs() throws Exception {
    open(60, 20);
    enterLong("select pg_sleep(3600)", 1);
    press(CONTROL_D);
    visit.get(60, TimeUnit.SECONDS);
    assertThat(running("select pg_sleep(3600)")).isZero();
  }

  @Test
  void a_password_that_is_not_given_is_asked_for_and_not_shown() throws Exception {
    Address known = address();
    Address unknown = new Address(known.uri(), Optional.empty());
    open(80, 20, unknown);
    glass.await("Password for test_\\d+:");
    press(known.password().orElseThrow() + "\r");
    glass.await("\\* connected to .*", "test_\\d+=>");
    assertThat(String.join("", glass.lines())).doesNotContain("p@ss");
    press(UP);
    press("x");
    glass.await("test_\\d+=> x");
  }

  @Test
  void a_server_that_is_not_there_is_named() throws Exception {
    Address address =
        new AddressReader(Map.of(), "ada", Path.of("nowhere")).read("postgres://127.0.0.1:1/x");
    open(80, 20, address);
    assertThatThrownBy(() -> visit.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(ServerFailure.class)
        .hasRootCauseMessage("cannot reach ada@127.0.0.1:1/x: connection refused");
  }

  private void open(int columns, int rows) throws Exception {
    open(columns, rows, address());
    glass.await("(test_\\d+)?=>");
  }

  private void open(int columns, int rows, Address address) throws IOException {
    keyboard = new PipedOutputStream();
    glass = new Glass(columns, rows);
    terminal =
        new ExternalTerminal(
            "test", "xterm", new PipedInputStream(keyboard), glass, StandardCharsets.UTF_8);
    terminal.setSize(new Size(columns, rows));
    SqlSession sql = new SqlSession(new Console(terminal, Ansi.NONE, Optional.empty()));
    Backend.Options options = new Backend.Options(address, Duration.ofSeconds(10), Duration.ZERO);
    visit =
        CompletableFuture.runAsync(
            () -> {
              try {
                sql.run(vertx, options, CONNECTIONS, FormatName.table);
              } catch (InterruptedException | ServerFailure failure) {
                throw new IllegalStateException(failure);
              }
            });
  }

  private static Address address() {
    return new AddressReader(Map.of("PGSSLMODE", "disable"), "ada", Path.of("nowhere"))
        .read(database.uri());
  }

  /** Enters a statement that takes long and waits until the server works on it. */
  private void enterLong(String statement, int job) throws Exception {
    enter(statement + ";");
    glass.await("\\* \\[" + job + "] (runs|connects); .*", "test_\\d+=>");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (running(statement) == 0) {
      assertThat(System.nanoTime() - deadline).as("the statement is running").isNegative();
    }
  }

  private void enter(String line) throws IOException {
    press(line + "\r");
  }

  private void press(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  private static void terminateOthers() throws SQLException {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    }
  }

  private static int running(String query) throws SQLException {
    try (Connection connection = database.connect();
        var statement =
            connection.prepareStatement(
                "select count(*) from pg_stat_activity where query = ? and state = 'active'")) {
      statement.setString(1, query);
      try (var result = statement.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }
}

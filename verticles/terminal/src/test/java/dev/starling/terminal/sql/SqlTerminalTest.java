package dev.starling.terminal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.sql.server.Address;
import dev.starling.terminal.sql.server.AddressReader;
import dev.starling.testing.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program as people run it: on a terminal of the operating system. */
@Timeout(180)
class SqlTerminalTest {
  private static final String END_OF_INPUT = "\u0004";

  private final EmbeddedDatabase database = EmbeddedDatabase.create();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void while_one_query_takes_its_time_others_run_and_it_can_be_cancelled() throws Exception {
    try (SqlProcess sql = SqlProcess.onTerminal(100, 24, environment())) {
      sql.await("connected to .*=> ");
      sql.press("select pg_sleep(30);\r");
      sql.await("\\[1] runs; .*=> ");
      sql.press("select 6 * 7 as answer;\r");
      sql.await(" answer.* 42.*\\[2] \\(1 row, .*=> ");
      sql.press("\\jobs\r");
      String jobs = sql.await("\\[1] runs since .*select pg_sleep\\(30\\).*=> ");
      assertThat(jobs).doesNotContain("[2]");
      sql.press("\\cancel 1\r");
      sql.await("! \\[1] ERROR 57014: canceling statement due to user request.*=> ");
      sql.press(END_OF_INPUT);
      String state = sql.await("exit code 0.* iexten -?echo ");
      // As it was: lines are edited and echoed by the terminal itself.
      assertThat(state).contains(" icanon").contains(" echo ").doesNotContain("-icanon");
    }
  }

  private Map<String, String> environment() {
    Address address =
        new AddressReader(Map.of(), "nobody", Path.of("nowhere")).read(database.uri());
    return Map.of(
        "PGHOST", address.uri().servers().get(0).host(),
        "PGPORT", String.valueOf(address.uri().servers().get(0).port()),
        "PGUSER", address.uri().user(),
        "PGDATABASE", address.database(),
        "PGPASSWORD", address.password().orElseThrow());
  }
}

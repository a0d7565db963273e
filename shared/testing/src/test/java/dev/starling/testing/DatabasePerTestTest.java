package dev.starling.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(180)
@ExtendWith(StarlingExtension.class)
class DatabasePerTestTest {
  private static void createTable(EmbeddedDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table mark (id int)");
    }
  }

  @RepeatedTest(2)
  void the_database_of_each_test_is_empty(Starling starling) throws SQLException {
    createTable(starling.database());
  }

  @Test
  void two_databases_of_a_test_are_on_one_server(Starling starling) throws SQLException {
    EmbeddedDatabase one = starling.database();
    EmbeddedDatabase other = starling.database();
    createTable(one);
    createTable(other);
    assertThat(one.uri()).isNotEqualTo(other.uri());
    try (Connection first = one.connect();
        Connection second = other.connect()) {
      assertThat(port(first)).isEqualTo(port(second));
    }
  }

  private static String port(Connection connection) throws SQLException {
    return connection.getMetaData().getURL().replaceAll(".*:(\\d+)/.*", "$1");
  }
}

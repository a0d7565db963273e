package dev.starling.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Columns that the database numbers by itself. */
public final class IdentityColumns {
  private IdentityColumns() {}

  /**
   * Has empty tables count from 1 again. Numbers given out in a transaction that was rolled back
   * are used up, so rows that refer to each other by number could not be added a second time. Part
   * of the transaction that the connection is in, unlike {@code setval()}; blocks.
   *
   * @param tables their names, of letters only
   * @see <a href="https://www.postgresql.org/docs/current/sql-altersequence.html">PostgreSQL: ALTER
   *     SEQUENCE</a>
   */
  public static void restart(Connection database, String... tables) throws SQLException {
    try (Statement statement = database.createStatement()) {
      for (String table : tables) {
        for (String column : of(table, statement)) {
          statement.execute("alter table " + table + " alter column " + column + " restart");
        }
      }
    }
  }

  private static List<String> of(String table, Statement statement) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery(
            "select quote_ident(attname) from pg_attribute where attrelid = '"
                + table
                + "'::regclass and attidentity <> '' and not attisdropped")) {
      while (found.next()) {
        columns.add(found.getString(1));
      }
    }
    return columns;
  }
}

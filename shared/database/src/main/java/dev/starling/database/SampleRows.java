package dev.starling.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * The sample rows of one table.
 *
 * @param table its name, of letters only
 * @param insert statement that adds a row
 * @param batch adds all rows to the statement's batch
 */
public record SampleRows(String table, String insert, Batch batch) implements SampleData {
  /** Adds rows to a batch. */
  @FunctionalInterface
  public interface Batch {
    /** Adds rows to the batch of an insert. */
    void add(PreparedStatement insert) throws SQLException;
  }

  @Override
  public boolean isWanted(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet first = statement.executeQuery("select 1 from " + table + " limit 1")) {
      return !first.next();
    }
  }

  @Override
  public void fill(Connection database, Consumer<String> progress) throws SQLException {
    IdentityColumns.restart(database, table);
    try (PreparedStatement rows = database.prepareStatement(insert)) {
      batch.add(rows);
      rows.executeBatch();
    }
  }
}

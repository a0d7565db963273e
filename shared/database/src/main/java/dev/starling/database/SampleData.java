package dev.starling.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Rows to look at and to test with, the same every time. */
public interface SampleData {
  /** No rows. */
  SampleData NONE =
      new SampleData() {
        @Override
        public boolean isWanted(Connection database) {
          return false;
        }

        @Override
        public void fill(Connection database, Consumer<String> progress) {}
      };

  /** Whether the database is empty, so that rows do not come between others. */
  boolean isWanted(Connection database) throws SQLException;

  /**
   * Adds the rows, in the transaction that the connection is in; blocks. May be called again after
   * one that did not come to its end and was rolled back.
   *
   * @param progress receives one line of text for each step
   */
  void fill(Connection database, Consumer<String> progress) throws SQLException;
}

package dev.starling.terminal.sql.result;

/** The formats there are, as they are called on the command line. */
public enum FormatName {
  table,
  csv,
  json;

  /** Whether it is for people, and says also how many rows there were. */
  public boolean isForPeople() {
    return this == table;
  }

  /**
   * A format for one result after the other.
   *
   * @param onTerminal whether a terminal shows what comes out
   */
  public Format create(Layout layout, boolean onTerminal) {
    return switch (this) {
      case table -> new TableFormat(layout);
      case csv -> onTerminal ? new EscapedFormat(new CsvFormat()) : new CsvFormat();
      case json -> onTerminal ? new EscapedFormat(new JsonFormat()) : new JsonFormat();
    };
  }
}

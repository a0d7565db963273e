package dev.starling.terminal.sql.result;

import dev.starling.terminal.screen.SafeText;
import java.util.List;

/** What is meant for a file, but goes to a terminal, which would execute control characters. */
record EscapedFormat(Format format) implements Format {
  @Override
  public void begin(List<Column> columns) {
    format.begin(columns);
  }

  @Override
  public List<String> rows(List<String[]> rows) {
    return safe(format.rows(rows));
  }

  @Override
  public List<String> head() {
    return safe(format.head());
  }

  @Override
  public List<String> end(StatementResult outcome) {
    return format.end(outcome);
  }

  private static List<String> safe(List<String> lines) {
    return lines.stream().map(SafeText::sentence).toList();
  }
}

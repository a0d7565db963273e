package dev.starling.terminal.sql.result;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Values separated by commas, under a line of column names. NULL is nothing, an empty text is
 * {@code ""}, as {@code COPY} has it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvFormat implements Format {
  private List<Column> columns = List.of();

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
  }

  @Override
  public List<String> head() {
    return List.of(line(columns.stream().map(Column::name).toArray(String[]::new)));
  }

  @Override
  public List<String> rows(List<String[]> rows) {
    List<String> lines = new ArrayList<>(rows.size());
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  @Override
  public List<String> end(StatementResult outcome) {
    return List.of();
  }

  private static String line(String[] values) {
    StringJoiner line = new StringJoiner(",");
    for (String value : values) {
      line.add(value == null ? "" : quoted(value));
    }
    return line.toString();
  }

  private static String quoted(String value) {
    boolean plain =
        !value.isEmpty()
            && value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}

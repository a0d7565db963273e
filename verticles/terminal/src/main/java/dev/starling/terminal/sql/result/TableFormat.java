package dev.starling.terminal.sql.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows under column names, as {@code psql} draws them; or, where they do not fit, each row as a
 * list. The first batch decides about the widths; a value that is wider later widens its column
 * from there on. A {@code +} marks values that go on in the next line.
 */
final class TableFormat implements Format {
  private static final String BETWEEN = " | ";

  /** Wider values stick out: all rows would be filled up to the widest. */
  private static final int WIDEST_COLUMN = 200;

  private final Layout layout;
  private List<Column> columns = List.of();
  private int[] widths = new int[0];
  private RecordList records;
  private boolean decided;

  TableFormat(Layout layout) {
    this.layout = layout;
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
    widths = columns.stream().map(TableFormat::title).mapToInt(Cells::width).toArray();
    records = null;
    decided = false;
  }

  @Override
  public List<String> rows(List<String[]> rows) {
    List<List<List<String>>> table = new ArrayList<>(rows.size());
    for (String[] row : rows) {
      List<List<String>> cells = new ArrayList<>(row.length);
      for (String value : row) {
        cells.add(Cells.lines(value, layout.longestValue()));
      }
      table.add(cells);
    }
    table.forEach(this::widen);
    decide(table.isEmpty());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      lines.addAll(
          records != null ? records.lines(table.get(i)) : lines(table.get(i), rows.get(i)));
    }
    return lines;
  }

  private void decide(boolean empty) {
    if (!decided) {
      decided = true;
      int available = layout.width().getAsInt();
      boolean asRecords =
          switch (layout.records()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case WHEN_WIDE -> available > 0 && width() > available;
          };
      if (asRecords && !empty) {
        List<String> titles = columns.stream().map(TableFormat::title).toList();
        records = new RecordList(titles, available, layout.paint());
      }
    }
  }

  /** A space at either side, so that one at the end of a value can be seen. */
  private int width() {
    return IntStream.of(widths).sum() + BETWEEN.length() * (widths.length - 1) + 2;
  }

  private void widen(List<List<String>> cells) {
    for (int i = 0; i < widths.length; i++) {
      for (String line : cells.get(i)) {
        widths[i] = Math.max(widths[i], Math.min(WIDEST_COLUMN, Cells.width(line)));
      }
    }
  }

  @Override
  public List<String> head() {
    if (records != null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String name = Cells.padded(title(columns.get(i)), widths[i], false);
      names.add(layout.paint().name(name));
      rules.add("-".repeat(widths[i] + 2));
    }
    return List.of(
        " " + String.join(layout.paint().aside(BETWEEN), names),
        layout.paint().aside(String.join("+", rules)));
  }

  @Override
  public List<String> headAgain() {
    return head();
  }

  @Override
  public List<String> end(StatementResult outcome) {
    return List.of();
  }

  private List<String> lines(List<List<String>> cells, String[] row) {
    int height = cells.stream().mapToInt(List::size).max().orElse(1);
    List<String> lines = new ArrayList<>(height);
    for (int i = 0; i < height; i++) {
      lines.add(line(cells, row, i));
    }
    return lines;
  }

  private String line(List<List<String>> cells, String[] row, int number) {
    StringBuilder line = new StringBuilder();
    boolean goesOn = false;
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? " " : (goesOn ? "+" : " ") + layout.paint().aside("|") + " ");
      String part = number < cells.get(i).size() ? cells.get(i).get(number) : "";
      boolean lastColumn = i == widths.length - 1;
      goesOn = number + 1 < cells.get(i).size();
      String padded =
          lastColumn && !goesOn && !columns.get(i).isNumber()
              ? part
              : Cells.padded(part, widths[i], columns.get(i).isNumber());
      line.append(row[i] == null ? layout.paint().aside(padded) : padded);
    }
    return line.append(goesOn ? "+" : "").toString();
  }

  private static String title(Column column) {
    return Collections.max(
        Cells.lines(column.name(), WIDEST_COLUMN), (a, b) -> a.length() - b.length());
  }
}

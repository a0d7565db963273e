package dev.starling.terminal.sql.result;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * An array for each result, an object for each row. Numbers, booleans and JSON are themselves,
 * digit for digit; everything else is a string, as the server writes it. Columns of one name get
 * numbers.
 */
final class JsonFormat implements Format {
  private final JsonStringEncoder encoder = JsonStringEncoder.getInstance();
  private List<Column> columns = List.of();
  private List<String> names = List.of();
  private boolean first;

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
    this.names = distinct(columns).stream().map(this::quoted).toList();
    first = true;
  }

  /**
   * The names of columns, of which the second {@code a} is {@code a_2}, or the next that no column
   * has: a key that comes twice is lost to most readers.
   */
  private static List<String> distinct(List<Column> columns) {
    Set<String> taken = columns.stream().map(Column::name).collect(Collectors.toSet());
    Set<String> names = new LinkedHashSet<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (Column column : columns) {
      String name = column.name();
      while (names.contains(name) || !name.equals(column.name()) && taken.contains(name)) {
        name = column.name() + "_" + (numbers.merge(column.name(), 1, Integer::sum) + 1);
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  @Override
  public List<String> head() {
    return List.of("[");
  }

  @Override
  public List<String> rows(List<String[]> rows) {
    List<String> lines = new ArrayList<>(rows.size());
    for (String[] row : rows) {
      lines.add((first ? " " : ",") + object(row));
      first = false;
    }
    return lines;
  }

  @Override
  public List<String> end(StatementResult outcome) {
    return outcome.returnsRows() ? List.of("]") : List.of();
  }

  private String object(String[] row) {
    StringJoiner object = new StringJoiner(",", "{", "}");
    for (int i = 0; i < row.length; i++) {
      object.add(names.get(i) + ":" + value(columns.get(i), row[i]));
    }
    return object.toString();
  }

  private String value(Column column, String value) {
    if (value == null) {
      return "null";
    }
    if (column.isBoolean()) {
      return value.equals("t") ? "true" : "false";
    }
    if (column.isJson()) {
      // A line break between its parts would tear the line; inside of its strings there is none,
      // but there may be line separators, which are as good as letters.
      return value.replace('\n', ' ').replace('\r', ' ');
    }
    boolean number = column.isNumber() && Character.isDigit(value.charAt(value.length() - 1));
    return number ? value : quoted(value);
  }

  private String quoted(String text) {
    return '"' + String.valueOf(encoder.quoteAsString(text)) + '"';
  }
}

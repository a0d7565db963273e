package dev.starling.bench.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A titled table that prints as Markdown, aligned so that it also reads well in a terminal. */
public record Table(String title, List<String> header, List<List<String>> rows) implements Finding {

  @Override
  public String toMarkdown() {
    List<Integer> widths =
        IntStream.range(0, header.size())
            .mapToObj(
                column ->
                    Stream.concat(Stream.of(header), rows.stream())
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
            .toList();
    List<String> rule = widths.stream().map("-"::repeat).toList();
    return Stream.concat(Stream.of(header, rule), rows.stream())
        .map(row -> line(row, widths))
        .collect(Collectors.joining("\n", "### " + title + "\n\n", "\n"));
  }

  private static String line(List<String> cells, List<Integer> widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(
            column ->
                cells.get(column) + " ".repeat(widths.get(column) - cells.get(column).length()))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}

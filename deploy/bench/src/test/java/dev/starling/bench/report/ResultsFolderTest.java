package dev.starling.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.bench.report.Comparison.Subject;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFolderTest {
  @TempDir Path folder;

  @BeforeEach
  void twoRounds() throws IOException {
    Comparison fanOut =
        new Comparison(
            Subject.of("chat", "Chat: 1,000 clients"),
            List.of(Metric.higher("deliveries/s", "%.0f"), Metric.lower("p99, ms", "%.1f")),
            Map.of());
    for (int round = 1; round <= 2; round++) {
      fanOut.add("Starling", 400 * round, 5);
      fanOut.add("bare Vert.x", 300 * round, 6);
      fanOut.add("aiohttp", 100 * round, 7);
      fanOut.add("Starlette", 120 * round, 8);
      fanOut.add("ws", 150 * round, 9);
    }
    ResultsFolder results = new ResultsFolder(folder, "a machine");
    results.add(List.of(fanOut));
    results.add(List.of(new Table("Memory", List.of("figure"), List.of(List.of("7")))));
    results.fail("start: no jar");
  }

  @Test
  void the_summary_names_the_best_of_each_platform() throws IOException {
    assertThat(read("summary.md").lines().filter(line -> line.contains("1,000 clients")))
        .singleElement()
        .asString()
        .contains(
            "| 600 ", "| 450 ", "180 (Starlette)", "225 (ws)", "| 1.33 ", "| 3.33 ", "| 2.67");
  }

  @Test
  void the_table_has_everything_that_was_found_and_what_failed() throws IOException {
    assertThat(read("table.md"))
        .contains("a machine", "![Chat: 1,000 clients](chat-1-000-clients.svg)", "### Memory")
        .endsWith("\nFailed: start: no jar\n");
  }

  @Test
  void raw_figures_are_those_of_every_round() throws IOException {
    assertThat(read("raw/figures.csv").lines())
        .hasSize(1 + 2 * 2 * 5)
        .contains(
            "\"chat\",\"Chat: 1,000 clients\",\"ws\",\"deliveries/s\",higher,2,300.0",
            "\"chat\",\"Chat: 1,000 clients\",\"ws\",\"p99, ms\",lower,1,9.0");
    JsonObject json = new JsonObject(read("raw/figures.json"));
    assertThat(json.getJsonArray("comparisons").getJsonObject(0).getJsonArray("figures"))
        .hasSize(10);
  }

  @Test
  void a_plot_is_svg_and_has_a_dot_for_every_round() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    // The document type stands on the web.
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var svg = factory.newDocumentBuilder().parse(folder.resolve("chat-1-000-clients.svg").toFile());
    assertThat(svg.getElementsByTagName("text").getLength()).isGreaterThanOrEqualTo(12);
    int areas = svg.getElementsByTagName("clipPath").getLength();
    assertThat(svg.getElementsByTagName("path").getLength() - areas).isEqualTo(10);
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }
}

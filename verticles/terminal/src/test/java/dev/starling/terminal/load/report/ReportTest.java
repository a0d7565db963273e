package dev.starling.terminal.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.terminal.load.Plans;
import dev.starling.terminal.load.run.LoadResult;
import dev.starling.terminal.load.run.Outcomes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
  private static final String HOSTILE = "<script>alert('x')</script>\u001b[2J";

  private final LoadResult outcome =
      Outcomes.spread(Plans.of("http://h/?a=1&b='2'").rate(100), HOSTILE);

  @Test
  void the_text_has_the_numbers_and_says_how_they_were_measured() {
    assertThat(Report.TEXT.of(outcome).lines())
        .startsWith("GET http://h/?a=1&b='2'", "2 connections on 1 thread, 100.0/s", "10.0 s")
        .contains(
            "answers            1,000  100.0/s",
            "received          2.0 MB  200.0 kB/s",
            "statuses                  200: 999, 503: 1",
            "failures               2",
            "                       1  status 5xx",
            "               999.42 ms  99.9 %")
        .anyMatch(line -> line.contains("corrected for coordinated omission"))
        .noneMatch(line -> line.contains("99.99 %"))
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void without_a_rate_the_text_says_that_nothing_was_corrected() {
    LoadResult fast = Outcomes.spread(Plans.of("tcp://h:7"), "");
    assertThat(Report.TEXT.of(fast))
        .contains("Not corrected for coordinated omission")
        .contains("each as soon as the one before is done");
  }

  @Test
  void nothing_that_came_in_reaches_the_terminal_as_it_is() {
    assertThat(Report.TEXT.of(outcome)).doesNotContain("\u001b").contains("^[[2J");
  }

  @Test
  void the_json_has_it_all() {
    JsonObject report = new JsonObject(Report.JSON.of(outcome));
    assertThat(report.getString("target")).isEqualTo("http://h/?a=1&b='2'");
    assertThat(report.getDouble("rate")).isEqualTo(100);
    assertThat(report.getLong("answers")).isEqualTo(1_000);
    assertThat(report.getLong("succeeded")).isEqualTo(999);
    assertThat(report.getLong("failed")).isEqualTo(2);
    assertThat(report.getJsonObject("statuses"))
        .isEqualTo(new JsonObject().put("200", 999).put("503", 1));
    assertThat(report.getJsonArray("failures").getJsonObject(0).getString("kind"))
        .isEqualTo("timeout");
    JsonObject latency = report.getJsonObject("latency");
    assertThat(latency.getBoolean("corrected")).isTrue();
    assertThat(latency.getDouble("mean")).isCloseTo(500_500, within(1_000.0));
    assertThat(percentile(latency, 50)).isCloseTo(500_000, within(500L));
    assertThat(percentile(latency, 99)).isCloseTo(990_000, within(1_000L));
    assertThat(latency.getJsonArray("distribution").size()).isGreaterThan(20);
  }

  @Test
  void the_page_shows_markup_and_does_not_run_it() {
    String page = Report.HTML.of(outcome);
    assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(&#39;x&#39;)");
    assertThat(page).contains("a=1&amp;b=&#39;2&#39;");
    assertThat(page).doesNotContain("http-equiv=\"refresh\"").doesNotContain("src=");
  }

  @Test
  void the_plot_rises_from_left_to_right_inside_its_frame() throws Exception {
    String page = Report.HTML.of(outcome);
    String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    Matcher line = Pattern.compile("points=\"([^\"]+)\"").matcher(svg);
    assertThat(line.find()).isTrue();
    List<double[]> points = new ArrayList<>();
    for (String point : line.group(1).split(" ")) {
      String[] coordinates = point.split(",");
      points.add(
          new double[] {Double.parseDouble(coordinates[0]), Double.parseDouble(coordinates[1])});
    }
    assertThat(points).hasSizeGreaterThan(20);
    for (int i = 0; i < points.size(); i++) {
      assertThat(points.get(i)[0]).isBetween(80.0, 736.0);
      assertThat(points.get(i)[1]).isBetween(16.0, 276.0);
      if (i > 0) {
        assertThat(points.get(i)[0]).isGreaterThanOrEqualTo(points.get(i - 1)[0]);
        assertThat(points.get(i)[1]).isLessThanOrEqualTo(points.get(i - 1)[1]);
      }
    }
    assertThat(points.get(0)[1]).isGreaterThan(260);
    double[] longest = points.get(points.size() - 1);
    assertThat(longest[0]).isEqualTo(736);
    assertThat(longest[1]).isLessThan(110);
  }

  @Test
  void without_an_answer_every_form_still_is_one() {
    LoadResult empty = Outcomes.empty(Plans.of("http://h/").rate(1));
    assertThat(Report.TEXT.of(empty)).contains("broken off").contains("not sent before the end: 7");
    assertThat(new JsonObject(Report.JSON.of(empty)).getLong("unsent")).isEqualTo(7);
    assertThat(Report.HTML.of(empty)).endsWith("</html>\n").doesNotContain("<svg");
  }

  private static long percentile(JsonObject latency, double percentile) {
    JsonArray percentiles = latency.getJsonArray("percentiles");
    for (int i = 0; i < percentiles.size(); i++) {
      if (percentiles.getJsonObject(i).getDouble("percentile") == percentile) {
        return percentiles.getJsonObject(i).getLong("latency");
      }
    }
    throw new AssertionError("no " + percentile + " in " + percentiles);
  }
}

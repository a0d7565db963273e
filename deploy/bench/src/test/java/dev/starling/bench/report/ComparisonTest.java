package dev.starling.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.bench.report.Comparison.Ratio;
import dev.starling.bench.report.Comparison.Subject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Metric RATE = Metric.higher("requests/s", "%.0f");
  private static final Metric TIME = Metric.lower("p99, ms", "%.1f");

  @Test
  void a_ratio_is_that_of_the_medians_and_its_spread_that_of_the_rounds() {
    Comparison brands =
        new Comparison(Subject.of("rest", "brands"), List.of(RATE, TIME), Map.of("bare", "0.85"));
    brands.add("Starling", 800, 4);
    brands.add("bare", 1_000, 3);
    brands.add("Starling", 900, 5);
    brands.add("bare", 900, 2);
    brands.add("Starling", 1_000, 6);
    brands.add("bare", 2_000, 1);

    List<List<String>> rows = brands.table().rows();

    assertThat(rows.get(0)).containsExactly("Starling", "900", "800 to 1000", "5.0", "-", "-", "-");
    assertThat(rows.get(1))
        .containsExactly("bare", "1000", "900 to 2000", "2.0", "0.90", "0.50 to 1.00", "0.85");
  }

  @Test
  void a_ratio_above_one_says_that_the_first_is_better_whichever_way_the_figure_points() {
    Comparison times = new Comparison(Subject.of("chat", "times"), List.of(TIME), Map.of());
    times.add("Starling", 10);
    times.add("ws", 30);
    assertThat(times.ratio("ws")).isEqualTo("3.00");
  }

  @Test
  void what_more_instances_add_is_told_the_other_way_round() {
    Comparison instances =
        new Comparison(
            new Subject("rest", "instances", Ratio.IT_TO_FIRST), List.of(RATE), Map.of());
    instances.add("1 instance", 100);
    instances.add("2 instances", 180);
    assertThat(instances.ratio("2 instances")).isEqualTo("1.80");
  }

  @Test
  void who_is_left_out_stands_below_the_table() {
    Comparison brands = new Comparison(Subject.of("rest", "brands"), List.of(RATE), Map.of());
    brands.add("Starling", 100);
    brands.leaveOut("Flask", "/usr/bin/python3 lacks python3-flask");
    assertThat(brands.toMarkdown())
        .endsWith("\nLeft out: Flask, /usr/bin/python3 lacks python3-flask\n");
  }
}

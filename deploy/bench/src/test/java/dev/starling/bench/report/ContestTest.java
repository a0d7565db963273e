package dev.starling.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.bench.load.WrkResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContestTest {
  @Test
  void a_ratio_is_that_of_the_medians_and_its_spread_that_of_the_rounds() {
    Contest contest = new Contest("brands", Map.of("bare", "0.85"));
    contest.add("Starling", run(800), 500);
    contest.add("bare", run(1_000), 400);
    contest.add("Starling", run(900), 500);
    contest.add("bare", run(900), 400);
    contest.add("Starling", run(1_000), 500);
    contest.add("bare", run(2_000), 400);

    List<List<String>> rows = contest.table().rows();

    assertThat(rows.get(0))
        .containsExactly("Starling", "900", "800 to 1000", "1.0", "4.0", "5", "-", "-", "-");
    assertThat(rows.get(1))
        .containsExactly(
            "bare", "1000", "900 to 2000", "1.0", "4.0", "4", "0.90", "0.50 to 1.00", "0.85");
  }

  private static WrkResult run(double perSecond) {
    return new WrkResult(100_000, perSecond, 1, 4, 0);
  }
}

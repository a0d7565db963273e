package dev.starling.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DuelTest {
  @Test
  void a_ratio_above_one_is_worse_whichever_way_the_figure_points() {
    Duel time = Duel.lowerIsBetter("time", "%.0f", "-");
    time.add(30, 10);
    time.add(20, 10);
    time.add(10, 10);
    assertThat(time.row()).containsExactly("time", "20", "10", "2.00", "1.00 to 3.00", "-");

    Duel throughput = Duel.higherIsBetter("throughput", "%.0f", "1.1");
    throughput.add(50, 100);
    throughput.add(100, 100);
    assertThat(throughput.row())
        .containsExactly("throughput", "75", "100", "1.33", "1.00 to 2.00", "1.1");
  }
}

package dev.starling.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Test
  void percentiles_are_those_of_the_times() {
    Distribution times =
        Distribution.of(
            IntStream.rangeClosed(1, 1_000).mapToObj(i -> new Result(i, 200, i, 0)).toList());
    assertThat(times.min()).isEqualTo(1);
    assertThat(times.percentile(50)).isEqualTo(500);
    assertThat(times.percentile(99.9)).isEqualTo(999);
    assertThat(times.max()).isEqualTo(1_000);
    assertThat(times.mean()).isBetween(500.0, 501.0);
  }

  @Test
  void every_time_is_in_one_bar() {
    Distribution times =
        Distribution.of(
            IntStream.range(0, 500).mapToObj(i -> new Result(i, 200, 7L + i * i, 0)).toList());
    List<Distribution.Bar> bars = times.bars(20);
    assertThat(bars).hasSize(20);
    assertThat(bars.stream().mapToLong(Distribution.Bar::count).sum()).isEqualTo(500);
    assertThat(bars.get(0).from()).isEqualTo(times.min());
    assertThat(bars.get(19).to()).isGreaterThanOrEqualTo(times.max());
  }

  @Test
  void equal_times_and_times_of_nothing_are_a_distribution_too() {
    for (long micros : new long[] {0, 1, 1_000_000_000}) {
      Distribution times = Distribution.of(Collections.nCopies(9, new Result(0, 200, micros, 0)));
      assertThat(times.bars(20).stream().mapToLong(Distribution.Bar::count).sum()).isEqualTo(9);
    }
  }
}

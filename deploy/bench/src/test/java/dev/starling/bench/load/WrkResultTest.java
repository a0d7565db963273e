package dev.starling.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WrkResultTest {
  private static final String HEALTHY =
      """
      Running 5s test @ http://127.0.0.1:21000/brands
        1 threads and 200 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency    14.18ms    6.26ms  88.23ms   82.52%
          Req/Sec    14.32k     1.82k   16.96k    72.00%
        Latency Distribution
           50%  635.00us
           75%   15.96ms
           90%   20.35ms
           99%    1.08s
        71318 requests in 5.01s, 339.75MB read
      Requests/sec:  14242.77
      Transfer/sec:     67.85MB
      """;

  private static final String FAULTY =
      HEALTHY.replace(
          "Requests/sec",
          """
          Socket errors: connect 1, read 20, write 300, timeout 4000
          Non-2xx or 3xx responses: 50000
        Requests/sec""");

  @Test
  void rates_and_latencies_are_read_in_any_unit() throws IOException {
    WrkResult result = WrkResult.parse(HEALTHY);

    assertThat(result.requests()).isEqualTo(71_318);
    assertThat(result.perSecond()).isEqualTo(14_242.77);
    assertThat(result.medianMillis()).isCloseTo(0.635, within(1e-9));
    assertThat(result.p99Millis()).isCloseTo(1_080, within(1e-9));
    assertThat(result.failed()).isZero();
  }

  @Test
  void whatever_was_not_answered_well_counts_as_failed() throws IOException {
    assertThat(WrkResult.parse(FAULTY).failed()).isEqualTo(54_321);
  }

  @Test
  void output_without_figures_is_refused() {
    assertThatIOException().isThrownBy(() -> WrkResult.parse("unable to connect"));
  }
}

package dev.starling.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RunLimiterTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RunLimiter limiter = new RunLimiter(2, 3, registry);

  @Test
  void a_client_gets_as_many_places_as_it_may_have() {
    assertThat(limiter.enter("ada")).isPresent();
    assertThat(limiter.enter("ada")).isPresent();
    assertThat(limiter.enter("ada")).isEmpty();
    assertThat(limiter.refusal("ada")).contains("2 run(s)");
  }

  @Test
  void all_together_get_as_many_as_there_are() {
    limiter.enter("ada");
    limiter.enter("ada");
    limiter.enter("grace");
    assertThat(limiter.enter("alan")).isEmpty();
    assertThat(limiter.refusal("alan")).contains("3 runs");
    assertThat(registry.get("starling.probe.runs").gauge().value()).isEqualTo(3);
  }

  @Test
  void a_place_given_back_twice_is_one_place() {
    RunLimiter.Place first = limiter.enter("ada").orElseThrow();
    limiter.enter("ada");
    first.close();
    first.close();
    assertThat(limiter.enter("ada")).isPresent();
    assertThat(limiter.enter("ada")).isEmpty();
    assertThat(registry.get("starling.probe.runs").gauge().value()).isEqualTo(2);
  }
}

package dev.starling.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Admission admission = new Admission(2, 3, registry);

  @Test
  void a_client_gets_as_many_places_as_it_may_have() {
    assertThat(admission.enter("ada")).isPresent();
    assertThat(admission.enter("ada")).isPresent();
    assertThat(admission.enter("ada")).isEmpty();
    assertThat(admission.complaint("ada")).contains("2 run(s)");
  }

  @Test
  void all_together_get_as_many_as_there_are() {
    admission.enter("ada");
    admission.enter("ada");
    admission.enter("grace");
    assertThat(admission.enter("alan")).isEmpty();
    assertThat(admission.complaint("alan")).contains("3 runs");
    assertThat(registry.get("starling.probe.runs").gauge().value()).isEqualTo(3);
  }

  @Test
  void a_place_given_back_twice_is_one_place() {
    Admission.Place first = admission.enter("ada").orElseThrow();
    admission.enter("ada");
    first.close();
    first.close();
    assertThat(admission.enter("ada")).isPresent();
    assertThat(admission.enter("ada")).isEmpty();
    assertThat(registry.get("starling.probe.runs").gauge().value()).isEqualTo(2);
  }
}

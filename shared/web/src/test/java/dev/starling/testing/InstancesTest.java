package dev.starling.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(180)
@ExtendWith(StarlingExtension.class)
class InstancesTest {
  private static final Map<String, String> ANY_PORT = Map.of("tcp.port", "0");
  private static final Program PROGRAM = Program.main(VisitorsService.class);

  private final Starling starling;

  InstancesTest(Starling starling) {
    this.starling = starling;
  }

  @Test
  void two_in_this_jvm_count_together_until_one_is_killed() throws IOException {
    List<TestService> instances = starling.start(2, VisitorsService.DEFINITION, ANY_PORT);
    Observed<Integer> heardOf = new Observed<>();
    TestService first = instances.get(0);
    assertThat(first.running().roster().instances()).hasSize(2);
    first
        .node()
        .vertx()
        .runOnContext(v -> first.running().roster().watch(total -> heardOf.accept(total)));
    TcpClient stays = starling.tcp(first);
    starling.tcp(instances.get(1));
    stays.await("2");
    assertThat(heardOf.await(total -> total == 2)).isEqualTo(2);
    instances.get(1).kill();
    stays.await("1");
    assertThat(heardOf.await(total -> total == 1)).isEqualTo(1);
  }

  @Test
  void one_that_is_stopped_says_goodbye_and_the_other_goes_on() throws IOException {
    List<TestService> instances = starling.start(2, VisitorsService.DEFINITION, ANY_PORT);
    TcpClient stays = starling.tcp(instances.get(0));
    TcpClient leaves = starling.tcp(instances.get(1));
    stays.await("2");
    instances.get(1).stop();
    leaves.rest();
    stays.await("1");
  }

  @Test
  void a_frozen_process_is_counted_again_once_it_is_resumed() throws IOException {
    List<ProcessInstance> instances = starling.start(2, PROGRAM, ANY_PORT);
    TcpClient stays = starling.tcp(instances.get(0));
    starling.tcp(instances.get(1));
    stays.await("2");
    instances.get(1).freeze();
    stays.await("1");
    instances.get(1).resume();
    stays.await("2");
    instances.get(1).stop();
    assertThat(instances.get(1).process().output()).contains("drained");
  }

  @Test
  void one_more_joins_those_that_are_there() throws IOException {
    ProcessInstance first = starling.start(1, PROGRAM, ANY_PORT).get(0);
    TestService second = starling.start(1, VisitorsService.DEFINITION, ANY_PORT).get(0);
    TcpClient stays = starling.tcp(first);
    starling.tcp(second);
    stays.await("2");
  }

  @Test
  void a_process_that_does_not_start_fails_the_test_with_its_last_lines() {
    assertThatThrownBy(() -> starling.start(1, PROGRAM, Map.of("tcp.port", "no port")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("visitors: tcp.port: 'no port'");
  }

  @Test
  void none_outlives_its_test() throws Exception {
    ProcessInstance left;
    TcpClient client;
    try (Starling other = new Starling()) {
      left = other.start(1, PROGRAM, ANY_PORT).get(0);
      client = other.tcp(left);
    }
    assertThat(left.process().exitsWithin(Duration.ZERO)).isTrue();
    assertThatThrownBy(client::line).isInstanceOf(IOException.class);
  }
}

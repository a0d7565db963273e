package dev.starling.systemtests.scenario;

import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.check.CounterCheck;
import dev.starling.systemtests.clients.CounterFleet;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.JumpingClock;
import dev.starling.systemtests.running.Place;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three instances, one of which has its clock set an hour ahead, an hour back and right again: with
 * time as users know it nothing may be counted.
 */
@ExtendWith(ShowLogs.class)
@Tag("clock-jump")
@Tag("nightly")
class ClockJumpScenariosIT {
  private static final int EACH = 10;
  private static final int PER_SECOND = 5;
  private static final List<Duration> JUMPS =
      List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO);

  /** Longer than it takes until an instance that is silent is given up. */
  private static final Duration BETWEEN_JUMPS = Duration.ofSeconds(14);

  private JumpingClock clock;
  private List<Place> places;

  @BeforeEach
  void wind() {
    clock = new JumpingClock();
    places = List.of(Place.HERE, Place.HERE, clock.place());
  }

  @AfterEach
  void stop() {
    clock.close();
  }

  @Test
  void a_chat_loses_nothing_and_nobody() {
    try (Cluster cluster = Chats.deployment(places).start()) {
      Scenario.of("chat-clock-jump", ChatCheck.ofOneTranscript())
          .run(
              (cycle, history) -> {
                try (ChatParty party = new ChatParty(cycle, history, cluster)) {
                  cluster
                      .instances()
                      .forEach(
                          one ->
                              party.browsers(
                                  "at" + one.address().port() + "-", EACH, one.address()));
                  party.fleet().talk(PER_SECOND);
                  for (Duration jump : JUMPS) {
                    history.note(Fact.Fault.of("clock at " + jump, Duration.ZERO));
                    clock.set(jump);
                    party.fleet().goOn(BETWEEN_JUMPS);
                  }
                  party.settle();
                }
                return "a clock set an hour ahead, an hour back and right";
              });
    }
  }

  @Test
  void the_number_is_never_wrong() {
    try (Cluster cluster = Cluster.start("counter", places)) {
      Scenario.of("counter-clock-jump", new CounterCheck())
          .run(
              (cycle, history) -> {
                try (CounterFleet fleet = new CounterFleet(history, cycle)) {
                  cluster.instances().forEach(one -> fleet.connect(EACH, one.address()));
                  for (Duration jump : JUMPS) {
                    history.note(Fact.Fault.of("clock at " + jump, Duration.ZERO));
                    clock.set(jump);
                    fleet.standStill(BETWEEN_JUMPS);
                    cluster.instances().forEach(one -> fleet.connect(1, one.address()));
                  }
                  fleet.awaitSettled();
                  fleet.standStill(BETWEEN_JUMPS);
                  history.end();
                }
                return "a clock set an hour ahead, an hour back and right";
              });
    }
  }
}

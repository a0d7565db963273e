package dev.starling.systemtests.scenario;

import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.ShowLogs;
import dev.starling.systemtests.running.SmallDisk;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two chat instances whose database has no room left, until somebody makes some. */
@ExtendWith(ShowLogs.class)
@Tag("full-disk")
@Tag("nightly")
class FullDiskScenariosIT {
  private static final int MEGABYTES = 160;
  private static final int EACH = 4;
  private static final int PER_SECOND = 5;

  /** Long ones fill what room there is in the database's own files. */
  private static final int LONG = 3_000;

  private static final Duration AT_WORK = Duration.ofSeconds(2);
  private static final Duration REFUSING = Machine.allow(Duration.ofSeconds(60));

  @Test
  void messages_without_room_are_refused_and_none_that_was_acknowledged_is_lost() throws Exception {
    try (SmallDisk disk = SmallDisk.of(MEGABYTES);
        SmallDatabase database = SmallDatabase.on(disk.root());
        Cluster cluster =
            Chats.deployment(2)
                .with("STARLING_TRANSCRIPT_STORE", "postgres")
                .with("STARLING_DATABASE_URI", database.uri())
                .start()) {
      Scenario.of("chat-full-disk", ChatCheck.ofOneTranscript())
          .run(
              (cycle, history) -> {
                try (ChatParty party = new ChatParty(cycle, history, cluster)) {
                  for (Instance instance : cluster.instances()) {
                    party.browsers(
                        "at" + instance.address().port() + "-", EACH, instance.address());
                  }
                  party.fleet().talk(PER_SECOND, LONG);
                  party.fleet().goOn(AT_WORK);
                  history.note(Fact.Fault.of("disk full", REFUSING));
                  disk.fill();
                  party
                      .fleet()
                      .await(
                          party.staying(),
                          one -> one.wasTold("not_accepted"),
                          REFUSING,
                          "is refused");
                  party.fleet().talk(1);
                  history.note(Fact.Fault.of("disk freed", REFUSING));
                  disk.free();
                  database.restartIfGone();
                  cluster.instances().forEach(Instance::awaitReady);
                  party.settle();
                } finally {
                  disk.free();
                }
                return "the database's disk filled and freed";
              });
    }
  }
}

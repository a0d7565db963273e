package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.check.CounterCheck;
import dev.starling.systemtests.clients.CounterFleet;
import dev.starling.systemtests.clients.SilentConnections;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Java;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Place;
import dev.starling.systemtests.running.Requirements;
import dev.starling.systemtests.running.ShowLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A counter with little memory, among people who mean no good. */
@ExtendWith(ShowLogs.class)
@Tag("connection-flood")
@Tag("nightly")
class FloodScenariosIT {
  private static final int SILENT = 10_000;
  private static final int GARBAGE = 1_000;
  private static final int USERS = 20;
  private static final long MEMORY = 128L << 20;
  private static final Duration SOON = Machine.allow(Duration.ofSeconds(5));
  private static final Duration A_LOOK = Duration.ofSeconds(2);

  private static final String UPGRADE =
      "GET /counter HTTP/1.1\r\nHost: counter\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private final Random random = new Random(20_260_104);

  @Test
  void silence_and_garbage_leave_the_number_right_and_the_memory_bounded() {
    Requirements.openFiles(SILENT + GARBAGE + 500);
    Java little = Java.current().with("-Xmx" + MEMORY);
    try (Cluster cluster = Cluster.start("counter", List.of(Place.HERE), little)) {
      Instance counter = cluster.instance(0);
      Scenario.of("counter-flood", new CounterCheck())
          .run(
              (cycle, history) -> {
                try (CounterFleet users = new CounterFleet(history, cycle)) {
                  users.connect(USERS / 2, counter.address());
                  users.awaitSettled();
                  history.note(Fact.Fault.of("flood", SOON));
                  flood(counter, users);
                  history.note(Fact.Fault.of("the flood's end", SOON));
                  users.standStill(SOON.plus(A_LOOK));
                  assertThat(users.losses()).isZero();
                  history.end();
                }
                assertThat(counter.management().isReady()).isTrue();
                assertThat(counter.process().output())
                    .doesNotContain("OutOfMemory")
                    .doesNotContain("Exception");
                return "10,000 silent connections and 1,000 with garbage";
              });
    }
  }

  private void flood(Instance counter, CounterFleet users) throws IOException {
    try (SilentConnections connections = new SilentConnections(counter.address())) {
      for (int i = 0; i < SILENT; i++) {
        connections.add();
      }
      for (int i = 0; i < GARBAGE; i++) {
        connections.add(garbage(i));
      }
      users.connect(USERS / 2, counter.address());
      users.awaitSettled();
      users.standStill(SOON.plus(A_LOOK));
      assertThat(counter.management().metric("jvm_memory_used_bytes{area=\"heap\""))
          .isBetween(1.0, (double) MEMORY);
    }
  }

  /** By turns: no HTTP at all, a request that never ends, and an upgrade followed by no frames. */
  private byte[] garbage(int number) throws IOException {
    byte[] noise = new byte[1 + random.nextInt(20_000)];
    random.nextBytes(noise);
    // No frame begins like this; random bytes could be the begin of one, and that is a user.
    noise[0] = (byte) 0xFF;
    ByteArrayOutputStream garbage = new ByteArrayOutputStream();
    if (number % 3 == 1) {
      garbage.write("GET /counter HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
    } else if (number % 3 == 2) {
      garbage.write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
    }
    garbage.write(noise);
    return garbage.toByteArray();
  }
}

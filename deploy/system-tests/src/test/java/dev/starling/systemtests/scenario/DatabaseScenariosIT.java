package dev.starling.systemtests.scenario;

import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.clients.ChatFleet;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.ShowLogs;
import dev.starling.testing.EmbeddedDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two chat instances that keep the transcript in PostgreSQL. */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseScenariosIT {
  private static final int EACH = 4;
  private static final int PER_SECOND = 5;
  private static final Duration AT_WORK = Duration.ofSeconds(2);
  private static final Duration REFUSING = Machine.allow(Duration.ofSeconds(20));

  private EmbeddedDatabase database;
  private Cluster cluster;

  @BeforeAll
  void start() {
    database = EmbeddedDatabase.create();
    cluster =
        Chats.deployment(2)
            .with("STARLING_TRANSCRIPT_STORE", "postgres")
            .with("STARLING_DATABASE_URI", database.uri())
            .start();
  }

  @BeforeEach
  void recover() {
    cluster.recover();
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @Tag("database-restart")
  @Test
  void without_its_database_a_chat_refuses_and_then_goes_on_where_it_was() {
    Scenario.of("chat-database-restart", ChatCheck.ofOneTranscript())
        .run(
            (cycle, history) -> {
              try (ChatParty party = talking(new ChatParty(cycle, history, cluster))) {
                ChatFleet fleet = party.fleet();
                history.note(Fact.Fault.of("database stopped", REFUSING));
                database.stopServer();
                fleet.await(
                    party.staying(), one -> one.wasTold("not_accepted"), REFUSING, "is refused");
                database.restartServer();
                history.note(Fact.Fault.of("database started", REFUSING));
                cluster.instances().forEach(Instance::awaitReady);
                fleet.goOn(AT_WORK);
                party.settle();
              } finally {
                database.restartServer();
              }
              return "database stopped and started";
            });
  }

  @Tag("crash")
  @Test
  void the_transcript_goes_on_after_a_restart_of_all() {
    Scenario.of("chat-database-restart-of-all", ChatCheck.ofOneTranscript())
        .run(
            (cycle, history) -> {
              try (ChatParty party = talking(new ChatParty(cycle, history, cluster))) {
                history.note(Fact.Fault.of("kill all", REFUSING));
                cluster.instances().forEach(instance -> instance.process().kill());
                cluster.recover();
                party.settle();
              }
              return "all killed";
            });
  }

  private ChatParty talking(ChatParty party) {
    for (Instance instance : cluster.instances()) {
      party.browsers("at" + instance.address().port() + "-", EACH, instance.address());
    }
    party.fleet().talk(PER_SECOND);
    party.fleet().goOn(AT_WORK);
    return party;
  }
}

package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.check.HttpCheck;
import dev.starling.systemtests.clients.HttpLoad;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.running.BalancedCluster;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.ShowLogs;
import dev.starling.testing.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances of the catalogue over one database, behind HAProxy. */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestScenariosIT {
  private static final int CLIENTS = 4;
  private static final int SOME = 300;
  private static final String PATH = "/products/7";
  private static final Duration STOPPING = Machine.allow(Duration.ofSeconds(10));

  /** No client waits for longer, even while an instance starts on the same processors. */
  private static final Duration SLOWEST = Machine.allow(Duration.ofSeconds(5));

  /** What is promised while the database is silent. */
  private static final Duration SILENT = Machine.allow(Duration.ofSeconds(2));

  /** Until somebody notes that it is over. */
  private static final Duration WHILE_AWAY = Duration.ofMinutes(5);

  private EmbeddedDatabase database;
  private BalancedCluster balanced;
  private Cluster cluster;
  private HaProxy proxy;

  @BeforeAll
  void start() {
    database = EmbeddedDatabase.create();
    balanced =
        BalancedCluster.start(
            Deployment.of("rest", 2)
                .with("STARLING_DATABASE_URI", database.uri())
                .with("STARLING_SAMPLE_DATA", "true"));
    cluster = balanced.cluster();
    proxy = balanced.proxy();
  }

  @BeforeEach
  void recover() {
    balanced.recover();
  }

  @AfterAll
  void stop() {
    if (balanced != null) {
      balanced.close();
    }
    database.close();
  }

  @Test
  void instances_that_start_at_once_on_an_empty_database_fill_it_once() throws Exception {
    assertThat(count("brand")).isEqualTo(100);
    assertThat(count("product")).isEqualTo(1_000);
    assertThat(count("sku")).isEqualTo(100_000);
  }

  @Tag("crash")
  @Test
  void no_request_fails_while_an_instance_is_killed() {
    Scenario.of("rest-crash", new HttpCheck(Set.of(), SLOWEST))
        .run(
            (cycle, history) -> {
              Instance killed = cluster.instance(cycle % 2);
              try (HttpLoad load = HttpLoad.on(history, proxy.address(), PATH, CLIENTS)) {
                load.awaitAnswers(SOME);
                history.note(Fact.Fault.of("kill", Duration.ZERO));
                killed.process().kill();
                load.awaitAnswers(SOME);
              }
              cluster.recover();
              proxy.awaitAllUp();
              return "one of two killed";
            });
  }

  @Tag("rolling-upgrade")
  @Test
  void no_request_fails_while_each_instance_is_replaced() {
    Scenario.of("rest-rolling-upgrade", new HttpCheck(Set.of(), SLOWEST))
        .run(
            (cycle, history) -> {
              try (HttpLoad load = HttpLoad.on(history, proxy.address(), PATH, CLIENTS)) {
                for (Instance instance : cluster.instances()) {
                  load.awaitAnswers(SOME);
                  history.note(Fact.Fault.of("upgrade", Duration.ZERO));
                  instance.process().terminate();
                  assertThat(instance.process().awaitExit(STOPPING)).isZero();
                  instance.upgrade();
                  instance.start();
                  instance.awaitReady();
                  proxy.awaitAllUp();
                }
                load.awaitAnswers(SOME);
              }
              return "both instances replaced in turn";
            });
  }

  @Tag("database-restart")
  @Test
  void while_the_database_is_away_every_request_is_answered_soon_and_then_all_is_well() {
    Scenario.of("rest-database-restart", new HttpCheck(Set.of(503), SILENT))
        .run(
            (cycle, history) -> {
              Instance asked = cluster.instance(cycle % 2);
              try (HttpLoad load = HttpLoad.on(history, asked.address(), PATH, CLIENTS)) {
                load.awaitAnswers(SOME);
                history.note(Fact.Fault.of("database stopped", WHILE_AWAY));
                database.stopServer();
                load.awaitAnswers(SOME);
                database.restartServer();
                cluster.instances().forEach(Instance::awaitReady);
                history.note(Fact.Fault.of("ready again", Duration.ZERO));
                load.awaitAnswers(SOME);
              } finally {
                database.restartServer();
              }
              return "database stopped and started";
            });
  }

  private long count(String table) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

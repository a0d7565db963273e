package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shared.testing.EmbeddedDatabase;
import dev.starling.systemtests.clients.HttpLoad;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.ShowLogs;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances of the catalogue over one database, behind HAProxy. */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class RestIT {
  private static final int CLIENTS = 4;
  private static final int SOME = 300;
  private static final Duration STOPPING = Duration.ofSeconds(10);

  private EmbeddedDatabase database;
  private Cluster cluster;
  private HaProxy proxy;

  @BeforeAll
  void start() {
    database = EmbeddedDatabase.create();
    cluster =
        Deployment.of("rest", 2)
            .with("STARLING_DATABASE_URI", database.uri())
            .with("STARLING_SAMPLE_DATA", "true")
            .startAtOnce();
    proxy = HaProxy.before(cluster);
  }

  @BeforeEach
  void recover() {
    cluster.recover();
    proxy.awaitAllUp();
  }

  @AfterAll
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
    if (cluster != null) {
      cluster.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @Test
  void instances_that_start_at_once_on_an_empty_database_fill_it_once() throws Exception {
    assertThat(count("brand")).isEqualTo(100);
    assertThat(count("product")).isEqualTo(1_000);
    assertThat(count("sku")).isEqualTo(100_000);
  }

  @Test
  void no_request_fails_while_an_instance_is_killed() throws Exception {
    try (HttpLoad load = HttpLoad.on(proxy.address(), "/products/7", CLIENTS)) {
      load.awaitAnswers(SOME);
      cluster.instance(0).process().kill();
      load.awaitAnswers(SOME);

      assertThat(load.outcomes()).containsOnlyKeys("200");
    }
  }

  @Test
  void no_request_fails_while_instances_are_restarted_one_by_one() throws Exception {
    try (HttpLoad load = HttpLoad.on(proxy.address(), "/products/7", CLIENTS)) {
      for (Instance instance : cluster.instances()) {
        load.awaitAnswers(SOME);
        instance.process().terminate();
        assertThat(instance.process().awaitExit(STOPPING)).isZero();
        load.awaitAnswers(SOME);
        instance.start();
        instance.awaitReady();
        proxy.awaitAllUp();
      }
      load.awaitAnswers(SOME);

      assertThat(load.outcomes()).containsOnlyKeys("200");
    }
  }

  @Test
  void while_the_database_is_away_every_request_is_answered_soon_and_then_all_is_well()
      throws Exception {
    try (HttpLoad load = HttpLoad.on(cluster.instance(0).address(), "/products/7", CLIENTS)) {
      load.awaitAnswers(SOME);
      database.stopServer();
      load.awaitAnswers(SOME);
      database.restartServer();
      cluster.instances().forEach(Instance::awaitReady);
      long failed = load.of("503");
      load.awaitAnswers(SOME);

      assertThat(load.outcomes()).containsOnlyKeys("200", "503");
      assertThat(load.of("503")).as("failures after it was ready").isEqualTo(failed);
      assertThat(load.slowest()).isLessThan(Duration.ofSeconds(2));
    } finally {
      database.restartServer();
    }
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

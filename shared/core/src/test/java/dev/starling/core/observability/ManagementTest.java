package dev.starling.core.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.healthchecks.CheckResult;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementTest {
  private static final long SECONDS = 60;

  private final Management management = new Management();
  private final AtomicReference<String> reason = new AtomicReference<>("starting");

  @AfterEach
  void close() throws TimeoutException {
    management.close().await(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void each_check_is_a_gauge_that_says_what_the_endpoint_says() throws TimeoutException {
    management.health().ready("database", () -> Optional.ofNullable(reason.get()));
    management.health().live("cluster", Optional::empty);

    assertThat(scraped()).contains("starling_health{check=\"database\",probe=\"ready\"} 0.0");
    assertThat(scraped()).contains("starling_health{check=\"cluster\",probe=\"ready\"} 1.0");
    assertThat(scraped()).contains("starling_health{check=\"cluster\",probe=\"live\"} 1.0");
    assertThat(isReady()).isFalse();

    reason.set(null);
    System.gc();
    assertThat(scraped()).contains("starling_health{check=\"database\",probe=\"ready\"} 1.0");
    assertThat(isReady()).isTrue();
  }

  @Test
  void what_runs_is_told_in_labels() {
    String java = Runtime.version().toString();
    assertThat(scraped()).contains("starling_build_info{java=\"" + java + "\",version=\"");
  }

  @Test
  void a_latency_has_few_bounds_and_ends_with_infinity() {
    Latency.timer("some.latency", "Some latency")
        .register(management.metrics())
        .record(30, TimeUnit.MILLISECONDS);

    assertThat(scraped())
        .contains("some_latency_seconds_bucket{le=\"0.025\"} 0")
        .contains("some_latency_seconds_bucket{le=\"0.1\"} 1")
        .contains("some_latency_seconds_bucket{le=\"+Inf\"} 1")
        .contains("some_latency_seconds_count 1");
  }

  private boolean isReady() throws TimeoutException {
    return CheckResult.isUp(management.health().readiness().await(SECONDS, TimeUnit.SECONDS));
  }

  private String scraped() {
    return management.metrics().scrape();
  }
}

package dev.starling.core.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.service.ServiceContext;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.SampleSettings;
import dev.starling.testing.Starling;
import dev.starling.testing.StarlingExtension;
import dev.starling.testing.TestService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(StarlingExtension.class)
class RunningServiceTest {
  private final Queue<String> steps = new ConcurrentLinkedQueue<>();
  private Starling starling;

  @BeforeEach
  void take(Starling given) {
    starling = given;
  }

  private final class Noting extends VerticleBase {
    private final String name;
    private final Future<?> starting;

    Noting(String name, Future<?> starting) {
      this.name = name;
      this.starting = starting;
    }

    @Override
    public Future<?> start() {
      steps.add(name + " starts");
      return starting;
    }

    @Override
    public Future<?> stop() {
      steps.add(name + " stops");
      return Future.succeededFuture();
    }
  }

  private TestService start(Function<ServiceContext, VerticleBase> verticle) {
    return starling.start(
        new ServiceDefinition<>(
            "sample",
            SampleSettings.class,
            given -> given.http().listener().host(),
            (given, service) -> verticle.apply(service)),
        Map.of("instances", "2"));
  }

  private Noting started(String name) {
    return new Noting(name, Future.succeededFuture());
  }

  @Test
  void a_service_is_ready_until_it_is_retired() {
    TestService service = start(context -> started("verticle"));
    assertThat(service.isReady()).isTrue();
    service.running().retire();
    assertThat(service.isReady()).isFalse();
    assertThat(steps).doesNotContain("verticle stops");
  }

  @Test
  void shared_verticles_are_deployed_once_and_stopped_last() {
    TestService service =
        start(
            surroundings ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return surroundings.shared(Noting.class, () -> started("shared"));
                  }

                  @Override
                  public Future<?> stop() {
                    steps.add("instance stops");
                    return Future.succeededFuture();
                  }
                });
    service.drain();
    assertThat(steps)
        .containsExactly("shared starts", "instance stops", "instance stops", "shared stops");
  }

  private static final class Counter {}

  @Test
  void a_singleton_is_made_once_for_all_instances() {
    Queue<Counter> made = new ConcurrentLinkedQueue<>();
    start(
        context -> {
          made.add(context.singleton(Counter.class, Counter::new));
          return started("verticle");
        });
    assertThat(made).hasSize(2);
    assertThat(made.stream().distinct()).hasSize(1);
  }

  @Test
  void a_verticle_that_does_not_start_is_one_line_with_the_root_cause() {
    assertThatThrownBy(
            () ->
                start(
                    context ->
                        new Noting(
                            "verticle",
                            Future.failedFuture(
                                new IllegalStateException(
                                    "outer", new IllegalArgumentException("no disk\nmore"))))))
        .isInstanceOf(StartFailure.class)
        .hasMessage("sample did not start: no disk");
  }
}

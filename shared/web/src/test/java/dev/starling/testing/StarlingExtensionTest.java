package dev.starling.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

@Timeout(180)
class StarlingExtensionTest {
  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  @ExtendWith(StarlingExtension.class)
  static class Failing {
    @Test
    void fails(Starling starling) {
      starling.start(1, Program.main(VisitorsService.class), Map.of("tcp.port", "0"));
      throw new AssertionError("as it is meant to");
    }
  }

  @Test
  void a_failure_carries_the_last_lines_of_the_processes() {
    Event failed = run(Failing.class).testEvents().failed().list().get(0);
    Throwable failure =
        failed.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
    assertThat(failure).hasMessage("as it is meant to");
    assertThat(failure.getSuppressed())
        .singleElement()
        .asString()
        .contains("VisitorsService-1.log", "visitors is up: ");
  }

  @ExtendWith(StarlingExtension.class)
  static class Apart {
    private static final AtomicReference<Starling> BEFORE = new AtomicReference<>();
    private Starling before;

    @BeforeEach
    void note(Starling starling) {
      before = starling;
    }

    @Test
    void first(Starling starling) {
      assertOwn(starling);
    }

    @Test
    void second(Starling starling) {
      assertOwn(starling);
    }

    private void assertOwn(Starling starling) {
      assertThat(starling).isSameAs(before).isNotSameAs(BEFORE.getAndSet(starling));
    }
  }

  @Test
  void each_test_has_one_of_its_own() {
    run(Apart.class).testEvents().assertStatistics(tests -> tests.succeeded(2).failed(0));
  }

  @ExtendWith(StarlingExtension.class)
  static class Together {
    private static Starling all;

    @BeforeAll
    static void begin(Starling starling) {
      all = starling;
    }

    @Test
    void uses_that_of_the_class(Starling starling) {
      assertThat(starling).isSameAs(all);
    }
  }

  @Test
  void the_tests_of_a_class_share_the_one_that_it_asked_for() {
    run(Together.class).testEvents().assertStatistics(tests -> tests.succeeded(1).failed(0));
  }
}

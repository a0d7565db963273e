package dev.starling.core.cluster;

import dev.starling.core.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the {@link ClockComparison} over the event bus. */
final class ClockWatch extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

  private final Bus bus;
  private final String self;
  private final ClockComparison clocks = new ClockComparison();
  private Set<String> told = Set.of();

  // Written on the verticle's context, read by health checks on any.
  private volatile Optional<String> fault = Optional.empty();

  /** Creates it; it is to be deployed. */
  ClockWatch(Bus bus, String self) {
    this.bus = bus;
    this.self = self;
  }

  @Override
  public Future<?> start() {
    bus.registerCodec(ClockBeat.class, ClockBeat.CODEC);
    vertx.setPeriodic(ClockComparison.BEAT, timer -> beat());
    return bus.<ClockBeat>subscribe(ClockBeat.ADDRESS, this::hear);
  }

  /** What is wrong with the clock of this process; empty when most others agree with it. */
  Optional<String> fault() {
    return fault;
  }

  private void hear(ClockBeat beat) {
    if (!beat.instance().equals(self)) {
      clocks.hear(beat, System.currentTimeMillis(), now());
    }
  }

  private void beat() {
    bus.publish(ClockBeat.ADDRESS, new ClockBeat(self, System.currentTimeMillis()));
    Map<String, Long> differing = clocks.differing(now());
    if (!told.containsAll(differing.keySet())) {
      log.warn("clocks differ from this one, milliseconds ahead: {}", differing);
    }
    told = Set.copyOf(differing.keySet());
    Optional<String> found = clocks.fault(now());
    if (fault.isEmpty()) {
      found.ifPresent(log::error);
    }
    fault = found;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}

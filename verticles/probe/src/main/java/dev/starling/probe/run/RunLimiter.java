package dev.starling.probe.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many runs this process does at once, for one client and for all. Thread-safe. */
public final class RunLimiter {
  private final int perClient;
  private final int inAll;
  private final Map<String, Integer> running = new HashMap<>();
  private int total;

  /** A place that was given to a run; closing it again changes nothing. */
  public final class Place implements AutoCloseable {
    private final String client;
    private boolean taken = true;

    private Place(String client) {
      this.client = client;
    }

    @Override
    public void close() {
      synchronized (RunLimiter.this) {
        if (taken) {
          taken = false;
          total--;
          running.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
        }
      }
    }
  }

  public RunLimiter(int perClient, int inAll, MeterRegistry registry) {
    this.perClient = perClient;
    this.inAll = inAll;
    Gauge.builder("starling.probe.runs", this, RunLimiter::total)
        .description("Runs under way now")
        .tag("service", "probe")
        .register(registry);
  }

  /**
   * Gives a run a place; empty when the client has, or all together have, as many as they may.
   *
   * @param client its network address
   */
  public synchronized Optional<Place> enter(String client) {
    if (total >= inAll || running.getOrDefault(client, 0) >= perClient) {
      return Optional.empty();
    }
    total++;
    running.merge(client, 1, Integer::sum);
    return Optional.of(new Place(client));
  }

  /** Why {@link #enter} gave none. */
  public synchronized String refusal(String client) {
    return running.getOrDefault(client, 0) >= perClient
        ? "you have " + perClient + " run(s) under way, which is the most"
        : inAll + " runs are under way, which is the most";
  }

  private synchronized int total() {
    return total;
  }
}

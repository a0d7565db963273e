package dev.starling.terminal.load.run;

import dev.starling.terminal.load.wire.Failure;
import dev.starling.terminal.load.wire.TargetClient;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What came of the requests. Belongs to one event loop until it is handed over, then to one thread.
 */
public final class Statistics {
  /** Failures of one kind; the first stands for all. */
  public record Failures(long count, String example) {
    private Failures and(Failures others) {
      return new Failures(count + others.count, example);
    }
  }

  private static final int CLIENT_ERRORS = 400;
  private static final int SERVER_ERRORS = 500;
  private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(24);
  private static final int DIGITS = 3;

  private final Histogram latencies = emptyHistogram();
  private final Histogram recent = emptyHistogram();
  private final SortedMap<Integer, long[]> statuses = new TreeMap<>();
  private final Map<Failure.Kind, Failures> failures = new EnumMap<>(Failure.Kind.class);
  private long bytes;
  private long unsent;
  private long unfinished;

  /** A histogram of microseconds. */
  static Histogram emptyHistogram() {
    return new Histogram(1, LONGEST_MICROS, DIGITS);
  }

  /**
   * An answer is complete.
   *
   * @param nanos since it was due
   */
  void answered(int status, long nanos) {
    long micros = Math.min(Math.max(0, nanos) / 1_000, LONGEST_MICROS);
    latencies.recordValue(micros);
    recent.recordValue(micros);
    if (status != TargetClient.NO_STATUS) {
      statuses.computeIfAbsent(status, first -> new long[1])[0]++;
      if (status >= CLIENT_ERRORS) {
        failed(
            new Failure(
                status >= SERVER_ERRORS ? Failure.Kind.SERVER_ERROR : Failure.Kind.CLIENT_ERROR,
                ""));
      }
    }
  }

  /** A request has failed; one that was answered with a bad status is both. */
  void failed(Failure failure) {
    failures.merge(failure.kind(), new Failures(1, failure.detail()), Failures::and);
  }

  void received(long more) {
    bytes += more;
  }

  /** Requests were due and never sent. */
  void unsent(long more) {
    unsent += more;
  }

  /** Requests were sent and given up before their time was over. */
  void unfinished(long more) {
    unfinished += more;
  }

  void add(Statistics other) {
    latencies.add(other.latencies);
    other.statuses.forEach(
        (status, count) -> statuses.computeIfAbsent(status, first -> new long[1])[0] += count[0]);
    other.failures.forEach((kind, more) -> failures.merge(kind, more, Failures::and));
    bytes += other.bytes;
    unsent += other.unsent;
    unfinished += other.unfinished;
  }

  /** How it stands, and what came since this was asked last. */
  Sample sample() {
    Sample sample = new Sample(latencies.getTotalCount(), failed(), recent.copy());
    recent.reset();
    return sample;
  }

  /** Microseconds from when each was due to when its answer was complete, whatever its status. */
  public Histogram latencies() {
    return latencies;
  }

  /** Requests that were answered completely. */
  public long answers() {
    return latencies.getTotalCount();
  }

  /** Requests that failed, those with a bad status too. */
  public long failed() {
    return failures.values().stream().mapToLong(Failures::count).sum();
  }

  /** Requests that were answered as they should. */
  public long succeeded() {
    return answers() - count(Failure.Kind.CLIENT_ERROR) - count(Failure.Kind.SERVER_ERROR);
  }

  private long count(Failure.Kind kind) {
    return failures.getOrDefault(kind, new Failures(0, "")).count();
  }

  /** By kind, in the order of the kinds. */
  public Map<Failure.Kind, Failures> failures() {
    return Collections.unmodifiableMap(failures);
  }

  /** How many answers had which HTTP status. */
  public SortedMap<Integer, Long> statuses() {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    statuses.forEach((status, count) -> counts.put(status, count[0]));
    return counts;
  }

  /** Bytes of bodies, lines and messages that came in. */
  public long bytes() {
    return bytes;
  }

  /** Requests that were due before the end and could not be sent. */
  public long unsent() {
    return unsent;
  }

  /** Requests that were under way when it was broken off. */
  public long unfinished() {
    return unfinished;
  }
}

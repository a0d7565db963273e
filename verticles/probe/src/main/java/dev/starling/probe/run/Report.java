package dev.starling.probe.run;

import java.util.List;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param results of the answered requests, in the order of their start
 * @param failures of all others, as many as are missing there
 * @param elapsedMicros from the first request to the last answer, microseconds
 * @param cutShort why it ended before its time; empty when everything was done
 */
public record Report(
    RunRequest runRequest,
    List<Result> results,
    List<Failure> failures,
    long elapsedMicros,
    Optional<String> cutShort) {

  /** Requests that were answered, per second. */
  public double rate() {
    return elapsedMicros == 0 ? 0 : results.size() * 1e6 / elapsedMicros;
  }

  /** How the response times are distributed. */
  public Distribution distribution() {
    return Distribution.of(results);
  }
}

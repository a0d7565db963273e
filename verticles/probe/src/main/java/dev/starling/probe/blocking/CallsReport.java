package dev.starling.probe.blocking;

import java.util.List;

/**
 * What came of blocking calls.
 *
 * @param calls in the order of their numbers
 * @param micros from the first to the last, microseconds
 */
public record CallsReport(CallsRequest request, List<Call> calls, long micros) {

  /**
   * One call.
   *
   * @param startedMicros after the start of all, microseconds
   * @param micros how long it took, microseconds
   * @param thread that it blocked
   */
  public record Call(long startedMicros, long micros, String thread) {}
}

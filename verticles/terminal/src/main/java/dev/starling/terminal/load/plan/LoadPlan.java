package dev.starling.terminal.load.plan;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is to be done, checked.
 *
 * @param rate requests per second of all connections together; empty for as fast as possible
 * @param warmup asked for before the clock starts, and not counted
 * @param duration of what is counted
 * @param requests after which it ends before that; empty for no such limit
 * @param timeout for connecting, and for an answer to be complete
 * @param maxAnswer longest body of an answer, in bytes
 * @param insecure whether anyone may be at the other end of TLS
 */
public record LoadPlan(
    Target target,
    Protocol protocol,
    RequestTemplate question,
    int connections,
    int threads,
    OptionalDouble rate,
    Duration warmup,
    Duration duration,
    OptionalLong requests,
    Duration timeout,
    long maxAnswer,
    boolean insecure) {
  /** Most connections. */
  public static final int MAX_CONNECTIONS = 50_000;

  private static final int MAX_THREADS = 256;
  private static final double MAX_RATE = 10_000_000;
  private static final double MIN_RATE = 0.001;
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException that names the option
   */
  public LoadPlan {
    require(
        connections >= 1 && connections <= MAX_CONNECTIONS,
        "--connections has to be between 1 and " + MAX_CONNECTIONS);
    require(threads >= 1 && threads <= MAX_THREADS, "--threads has to be between 1 and 256");
    require(
        rate.isEmpty() || (rate.getAsDouble() >= MIN_RATE && rate.getAsDouble() <= MAX_RATE),
        "--rate has to be between 0.001 and 10000000 per second");
    require(requests.isEmpty() || requests.getAsLong() >= 1, "--requests has to be 1 or more");
    require(maxAnswer >= 1, "--max-answer has to be 1 byte or more");
    require(
        !warmup.isNegative() && warmup.compareTo(LONGEST) <= 0,
        "--warmup has to be between 0 and 7 days");
    requireWithin(duration, LONGEST, "--duration has to be between 1 ms and 7 days");
    requireWithin(timeout, LONGEST_TIMEOUT, "--timeout has to be between 1 ms and 1 hour");
    require(
        (protocol == Protocol.HTTP) == (target.transport() == Transport.HTTP),
        protocol == Protocol.HTTP
            ? "--protocol is echo, reply or chat for " + target
            : "--protocol is for ws://, wss:// and tcp://");
    require(
        target.transport() != Transport.TCP || isOneLine(question.text()),
        "a message over TCP is one line of text, without control characters");
    threads = Math.min(threads, connections);
  }

  private static void requireWithin(Duration duration, Duration longest, String otherwise) {
    require(
        duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(longest) <= 0,
        otherwise);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static boolean isOneLine(String text) {
    return text.codePoints().noneMatch(Character::isISOControl);
  }
}

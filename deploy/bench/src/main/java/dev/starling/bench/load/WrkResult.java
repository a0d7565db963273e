package dev.starling.bench.load;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk prints at its end.
 *
 * @param requests answered in all
 * @param perSecond requests answered
 * @param medianMillis latency that half of the answers kept below
 * @param p99Millis latency that 99 of 100 answers kept below
 * @param failed answers that were not 2xx or 3xx, connections broken off, and answers that did not
 *     come in 2 s
 */
public record WrkResult(
    long requests, double perSecond, double medianMillis, double p99Millis, long failed) {
  private static final Pattern REQUESTS = Pattern.compile("(?m)^\\s*(\\d+) requests in");
  private static final Pattern PER_SECOND = Pattern.compile("(?m)^Requests/sec:\\s+([\\d.]+)");
  private static final Pattern MEDIAN = Pattern.compile("(?m)^\\s*50%\\s+([\\d.]+)(us|ms|s|m)\\b");
  private static final Pattern P99 = Pattern.compile("(?m)^\\s*99%\\s+([\\d.]+)(us|ms|s|m)\\b");
  private static final Pattern REFUSED =
      Pattern.compile("(?m)^\\s*Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern BROKEN =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  /** Reads it. */
  static WrkResult parse(String output) throws IOException {
    Matcher broken = BROKEN.matcher(output);
    long failed = 0;
    if (broken.find()) {
      for (int group = 1; group <= broken.groupCount(); group++) {
        failed += Long.parseLong(broken.group(group));
      }
    }
    Matcher refused = REFUSED.matcher(output);
    if (refused.find()) {
      failed += Long.parseLong(refused.group(1));
    }
    return new WrkResult(
        Long.parseLong(find(REQUESTS, output).group(1)),
        Double.parseDouble(find(PER_SECOND, output).group(1)),
        millis(find(MEDIAN, output)),
        millis(find(P99, output)),
        failed);
  }

  private static Matcher find(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("no match for " + pattern + " in:\n" + output);
    }
    return matcher;
  }

  private static double millis(Matcher time) {
    double value = Double.parseDouble(time.group(1));
    return switch (time.group(2)) {
      case "us" -> value / 1e3;
      case "ms" -> value;
      case "s" -> value * 1e3;
      default -> value * 60e3;
    };
  }
}

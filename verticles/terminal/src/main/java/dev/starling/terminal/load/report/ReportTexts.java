package dev.starling.terminal.load.report;

import dev.starling.terminal.load.plan.LoadPlan;
import dev.starling.terminal.load.plan.Protocol;
import dev.starling.terminal.load.run.LoadResult;
import dev.starling.terminal.load.run.Statistics;
import dev.starling.terminal.load.wire.Failure;
import dev.starling.terminal.screen.SafeText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sentences that the reports for people share; safe to print. */
final class ReportTexts {
  private static final double MILLIS_PER_SECOND = 1_000;

  private ReportTexts() {}

  static String what(LoadPlan plan) {
    return plan.protocol() == Protocol.HTTP
        ? plan.question().method().name()
        : plan.protocol().toString();
  }

  static String how(LoadPlan plan) {
    String pace =
        plan.rate().isPresent()
            ? Units.rate(plan.rate().getAsDouble())
            : "each as soon as the one before is done";
    return Units.count(plan.connections())
        + (plan.connections() == 1 ? " connection on " : " connections on ")
        + plan.threads()
        + (plan.threads() == 1 ? " thread, " : " threads, ")
        + pace;
  }

  static String when(LoadResult outcome) {
    String warmup =
        outcome.plan().warmup().isZero()
            ? ""
            : " after "
                + seconds(outcome.plan().warmup().toMillis() / MILLIS_PER_SECOND)
                + " of warm-up";
    return seconds(outcome.seconds()) + warmup + (outcome.brokenOff() ? ", broken off" : "");
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  static String statuses(Statistics statistics) {
    return statistics.statuses().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + Units.count(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** The first of its kind. */
  static String example(Map.Entry<?, Statistics.Failures> failures) {
    return SafeText.strict(failures.getValue().example());
  }

  /** The kind, and the first of it. */
  static String failure(Map.Entry<Failure.Kind, Statistics.Failures> failures) {
    return new Failure(failures.getKey(), example(failures)).toString();
  }

  /** What the percentiles are worth. */
  static String method(LoadResult outcome) {
    return outcome.corrected()
        ? "Measured from when each request was due: waiting for a stalled target is part of it"
            + " (corrected for coordinated omission)."
        : "Not corrected for coordinated omission: while the target stalls fewer requests are sent,"
            + " so its pauses weigh less than for users. --rate measures them.";
  }

  /** What is missing in the numbers; empty when nothing is. */
  static Optional<String> missing(LoadResult outcome) {
    Statistics statistics = outcome.statistics();
    if (statistics.unsent() > 0) {
      return Optional.of(
          "Due and not sent before the end: "
              + Units.count(statistics.unsent())
              + ". The target, or this machine, is too slow for this rate; they are in none of the"
              + " numbers.");
    }
    return statistics.unfinished() == 0
        ? Optional.empty()
        : Optional.of("Still under way at the end: " + Units.count(statistics.unfinished()) + ".");
  }
}

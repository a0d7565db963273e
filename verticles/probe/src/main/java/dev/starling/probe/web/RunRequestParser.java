package dev.starling.probe.web;

import dev.starling.probe.blocking.CallsRequest;
import dev.starling.probe.context.ProbeSettings;
import dev.starling.probe.guard.Target;
import dev.starling.probe.run.RunRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes orders of what clients gave, or says what is wrong with it. */
final class RunRequestParser {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final ProbeSettings settings;

  RunRequestParser(ProbeSettings settings) {
    this.settings = settings;
  }

  /** Whether anything of a request is there. */
  static boolean isBegun(Parameters parameters) {
    return parameters.has("url") || parameters.has("request_num");
  }

  RunRequest runRequest(Parameters parameters) {
    String url = parameters.text("url");
    int requests = parameters.whole("request_num", 1, settings.maxRequests(), OptionalInt.empty());
    int most = settings.maxConcurrency();
    int concurrency = parameters.whole("concurrency", 1, most, OptionalInt.of(most));
    Duration longest = settings.maxDuration();
    Duration usual = settings.timeout().compareTo(longest) < 0 ? settings.timeout() : longest;
    return new RunRequest(
        url,
        target(url),
        requests,
        Math.min(concurrency, requests),
        method(parameters),
        parameters.duration("timeout", SHORTEST, longest, Optional.of(usual)),
        parameters.duration("total_timeout", SHORTEST, longest, Optional.of(longest)));
  }

  CallsRequest calls(Parameters parameters) {
    CallsRequest runRequest =
        new CallsRequest(
            parameters.duration("sleep_time", Duration.ZERO, settings.maxSleep(), Optional.empty()),
            parameters.whole("num_calls", 1, settings.maxRequests(), OptionalInt.empty()),
            parameters.truth("thread_sensitive", true));
    if (runRequest.expected().compareTo(settings.maxDuration()) > 0) {
      throw Parameters.bad(
          "the calls would take %s s; valid are num_calls and sleep_time for up to %s s"
              .formatted(
                  Parameters.plain(runRequest.expected()),
                  Parameters.plain(settings.maxDuration())));
    }
    return runRequest;
  }

  private static Target target(String url) {
    try {
      return Target.parse(url);
    } catch (IllegalArgumentException wrong) {
      throw Parameters.bad("url " + wrong.getMessage());
    }
  }

  private static HttpMethod method(Parameters parameters) {
    return switch (parameters.find("method").orElse("GET").toUpperCase(Locale.ROOT)) {
      case "GET" -> HttpMethod.GET;
      case "HEAD" -> HttpMethod.HEAD;
      default -> throw Parameters.bad("method must be GET or HEAD");
    };
  }
}

package dev.starling.probe.run;

import dev.starling.probe.guard.Target;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/**
 * What a client wants done, within the caps.
 *
 * @param url as the client wrote it
 * @param target what it means
 * @param requests how many in all
 * @param concurrency how many at once, at most
 * @param method {@code GET} or {@code HEAD}
 * @param timeout of one request, with its redirects
 * @param totalTimeout of all of them
 */
public record RunRequest(
    String url,
    Target target,
    int requests,
    int concurrency,
    HttpMethod method,
    Duration timeout,
    Duration totalTimeout) {

  /** A time as people write it. */
  static String text(Duration duration) {
    return duration.toMillis() % 1_000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}

package dev.starling.web.auth;

import dev.starling.core.text.RootCause;
import dev.starling.net.internal.EventLoops;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes, kept up to date: read again every {@code
 * auth.jwt.jwks-refresh}, and sooner when a token names a key that is not among them, at most every
 * ten seconds. While they cannot be read the last ones stay. One for a process; its methods may be
 * called on any thread.
 */
final class PublishedKeys extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);

  /** Tokens with invented key ids do not make this the issuer's load. */
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long RETRY_MILLIS = 5_000;

  private final String place;
  private final Duration refresh;
  private final LongSupplier nanos;
  private final Counter failures;

  // Written on this verticle's event loop, read on any thread.
  private volatile Optional<KeySet> current = Optional.empty();
  private volatile String problem = "not read yet";

  private KeySource source;
  private Future<Optional<KeySet>> reading;
  private long lastRead;
  private boolean complained;

  /**
   * Creates them; they are read once this is deployed.
   *
   * @param place a file, or an address of HTTP
   * @param nanos a clock that does not go back
   */
  PublishedKeys(String place, Duration refresh, MeterRegistry registry, LongSupplier nanos) {
    this.place = place;
    this.refresh = refresh;
    this.nanos = nanos;
    Gauge.builder(
            "starling.auth.keys",
            this,
            keys -> keys.current.map(set -> set.keys().size()).orElse(0))
        .description("Published keys that tokens are verified with")
        .register(registry);
    failures =
        Counter.builder("starling.auth.keys.failures")
            .description("Attempts to read the published keys that failed")
            .register(registry);
  }

  @Override
  public Future<?> start() {
    source = new KeySource(vertx, place);
    read();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return source.close();
  }

  /** The keys that were read last; empty before they could be read once. */
  Optional<KeySet> current() {
    return current;
  }

  /** Why no token can be verified; empty when the keys have been read once. */
  Optional<String> unavailable() {
    return current.isPresent()
        ? Optional.empty()
        : Optional.of("the keys of auth.jwt.jwks cannot be read: " + problem);
  }

  /**
   * Looks for newer keys than those seen, unless that was done just before.
   *
   * @return the keys then, on the caller's context; never fails
   */
  Future<Optional<KeySet>> newerThan(Optional<KeySet> seen) {
    Promise<Optional<KeySet>> found = EventLoops.promiseHere(vertx);
    context.runOnContext(
        v -> {
          boolean soon = reading == null && nanos.getAsLong() - lastRead < LEAST_NANOS;
          if (!current.equals(seen) || soon) {
            found.complete(current);
          } else {
            read().onComplete(found);
          }
        });
    return found.future();
  }

  private Future<Optional<KeySet>> read() {
    if (reading == null) {
      lastRead = nanos.getAsLong();
      reading =
          source
              .read()
              .map(KeySet::parse)
              .transform(
                  result -> {
                    reading = null;
                    if (result.succeeded()) {
                      take(result.result());
                    } else {
                      failed(result.cause());
                    }
                    schedule();
                    return Future.succeededFuture(current);
                  });
    }
    return reading;
  }

  private void take(KeySet keys) {
    if (complained) {
      log.info("{} is there again", place);
      complained = false;
    }
    if (!current.equals(Optional.of(keys))) {
      log.info("{}: {} keys for tokens", place, keys.keys().size());
      current = Optional.of(keys);
    }
  }

  private void failed(Throwable failure) {
    failures.increment();
    problem = place + ": " + reason(failure);
    if (!complained) {
      complained = true;
      log.warn(
          "keys for tokens cannot be read, {}: {}",
          current.isPresent() ? "those read before stay" : "no token is accepted yet",
          problem);
    }
  }

  private static String reason(Throwable failure) {
    return RootCause.of(failure) instanceof NoSuchFileException
        ? "there is no such file"
        : RootCause.line(failure);
  }

  private void schedule() {
    long read = lastRead;
    vertx.setTimer(
        current.isPresent() ? refresh.toMillis() : RETRY_MILLIS,
        timer -> {
          // Else they have been read since, which has set a timer of its own.
          if (read == lastRead) {
            read();
          }
        });
  }
}

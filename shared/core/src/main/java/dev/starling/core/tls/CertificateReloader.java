package dev.starling.core.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether files for TLS have been renewed, and has what is new used. What cannot be used is
 * logged, and leaves in use what was.
 *
 * <p>The whole content is compared, every time: a few kilobytes, and it does not matter whether
 * files were written anew, moved into place or, as Kubernetes does it, are behind a link that was.
 */
public final class CertificateReloader {
  private static final Logger log = LoggerFactory.getLogger(CertificateReloader.class);
  private static final long PERIOD_MILLIS = 10_000;

  private final PemFiles files;
  private final Renewal renewal;
  private String problem = "";
  private boolean told;

  // Written by one look after the other, read by the gauge of the expiry.
  private volatile Credentials used;

  /** Has new credentials used. */
  @FunctionalInterface
  public interface Renewal {
    /** Returns once they are used; may block. */
    void use(Credentials renewed) throws UnusableFiles;
  }

  /**
   * Creates it; it does not look yet.
   *
   * @param used what was made of the files so far
   * @param renewal called on a worker thread
   */
  public CertificateReloader(PemFiles files, Credentials used, Renewal renewal) {
    this.files = files;
    this.used = used;
    this.renewal = renewal;
    warnOfExpired(used);
  }

  /** Looks every 10 s, on a worker thread, until Vert.x is closed. */
  public void begin(Vertx vertx) {
    vertx.setTimer(
        PERIOD_MILLIS,
        timer ->
            vertx
                .executeBlocking(
                    () -> {
                      look();
                      return null;
                    },
                    false)
                .onComplete(
                    looked -> begin(vertx),
                    failure -> {
                      log.error("cannot look for a renewed {}", files.certificate(), failure);
                      begin(vertx);
                    }));
  }

  /** Until when the certificate that is in use is valid. */
  public Instant expiry() {
    return used.expiry();
  }

  /**
   * Registers when the certificate that is in use expires.
   *
   * @param use what for
   */
  public void measure(MeterRegistry metrics, String service, String use) {
    Gauge.builder("starling.tls.expiry", this, watch -> watch.expiry().getEpochSecond())
        .description("When the certificate in use expires, since 1970")
        .baseUnit("seconds")
        .tag("service", service)
        .tag("use", use)
        .register(metrics);
  }

  /** Looks once, and blocks. */
  public void look() {
    try {
      var contents = files.read();
      if (!used.isMadeOf(contents)) {
        Credentials renewed = Credentials.of(files, contents);
        renewal.use(renewed);
        used = renewed;
        log.info("{} renewed, valid until {}", files.certificateFile(), renewed.expiry());
        warnOfExpired(renewed);
      }
      problem = "";
    } catch (UnusableFiles failure) {
      complain(failure.getMessage());
    }
  }

  /** Files are not renewed at one stroke: what is wrong now may be right at the next look. */
  private void complain(String found) {
    if (!found.equals(problem)) {
      problem = found;
      told = false;
    } else if (!told) {
      log.warn("{}; the certificate in use stays, valid until {}", found, used.expiry());
      told = true;
    }
  }

  private void warnOfExpired(Credentials credentials) {
    if (credentials.expiry().isBefore(Instant.now())) {
      log.warn("{} has expired at {}", files.certificateFile(), credentials.expiry());
    }
  }
}

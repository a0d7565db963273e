package dev.starling.web.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The headers that every answer has. They are added last and only where they are missing: what a
 * handler set, or the service behind a proxy, stands.
 */
final class DefaultHeaders {
  /** RFC 9110, section 5.6.7. */
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence REFERRER_POLICY =
      HttpHeaders.createOptimized("Referrer-Policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence CONTENT_POLICY =
      HttpHeaders.createOptimized("Content-Security-Policy");
  private static final CharSequence NOTHING_LOADED =
      HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence STRICT_TRANSPORT =
      HttpHeaders.createOptimized("Strict-Transport-Security");
  private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");

  private final Cors cors;
  private final boolean tls;
  private volatile CharSequence date;
  private volatile boolean draining;

  DefaultHeaders(Cors cors, boolean tls) {
    this.cors = cors;
    this.tls = tls;
    tick();
  }

  Cors cors() {
    return cors;
  }

  /** Renews the date; to be called every second. */
  void tick() {
    date = HttpHeaders.createOptimized(IMF_FIXDATE.format(Instant.now()));
  }

  /** From now on every answer is its connection's last. */
  void drain() {
    draining = true;
  }

  boolean draining() {
    return draining;
  }

  /**
   * Completes an answer's headers.
   *
   * @return whether the connection has to be closed after the answer
   */
  boolean apply(ServerRequest request, MultiMap headers) {
    addMissing(headers, HttpHeaders.DATE, date);
    addMissing(headers, RequestId.HEADER, request.id());
    addMissing(headers, CONTENT_TYPE_OPTIONS, NOSNIFF);
    addMissing(headers, REFERRER_POLICY, NO_REFERRER);
    addMissing(headers, CONTENT_POLICY, NOTHING_LOADED);
    if (tls) {
      addMissing(headers, STRICT_TRANSPORT, ONE_YEAR);
    }
    cors.apply(request, headers);
    if (request.version() == HttpVersion.HTTP_2) {
      // Has no such header; GOAWAY tells the client instead.
      return false;
    }
    if (draining) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    return headers.contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
  }

  private static void addMissing(MultiMap headers, CharSequence name, CharSequence value) {
    if (!headers.contains(name)) {
      headers.add(name, value);
    }
  }
}

package dev.starling.net.limits;

import java.util.Locale;

/** Why a connection is not taken. */
enum RejectionReason {
  /** The service has as many as it takes. */
  MAX(503, "too many connections"),
  /** Its address has as many as one may have. */
  PER_ADDRESS(429, "too many connections from your address"),
  /** Its address opens them too fast. */
  RATE(429, "too many new connections from your address");

  private final int status;
  private final String text;

  RejectionReason(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** The HTTP status code that says so; 429 is RFC 6585, section 4. */
  int status() {
    return status;
  }

  /** For the client. */
  String text() {
    return text;
  }

  /** For metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

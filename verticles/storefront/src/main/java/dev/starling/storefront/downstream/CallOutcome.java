package dev.starling.storefront.downstream;

import java.util.Locale;

/** How a call ended. */
public enum CallOutcome {
  /** With what was asked for. */
  OK,
  /** With no answer in time. */
  LATE,
  /** No instance of the service is there, or the one that was asked failed. */
  BROKEN,
  /** With an answer that finds fault with the question, such as "not found". */
  DECLINED,
  /** Before it began: the breaker is open. */
  REFUSED;

  /** As metrics have it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.starling.bench;

import java.util.Locale;

/** What is going on, on standard error, so that standard output holds nothing but the tables. */
final class Progress {
  private Progress() {}

  static void say(String format, Object... values) {
    System.err.println("  " + String.format(Locale.ROOT, format, values));
  }
}

package dev.starling.terminal.load.report;

import java.util.Locale;

/** Numbers as people read them. */
public final class Units {
  private static final double MICROS_PER_MILLI = 1_000;
  private static final double MICROS_PER_SECOND = 1_000_000;
  private static final double STEP = 1_000;
  private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB"};

  private Units() {}

  /** {@code 812 us}, {@code 1.24 ms}, {@code 3.02 s}. */
  public static String time(double micros) {
    if (micros < MICROS_PER_MILLI) {
      return digits(micros, 0) + " us";
    }
    return micros < MICROS_PER_SECOND
        ? digits(micros / MICROS_PER_MILLI, 2) + " ms"
        : digits(micros / MICROS_PER_SECOND, 2) + " s";
  }

  /** {@code 84,321}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 84,321.0/s}, {@code 0.50/s}. */
  public static String rate(double perSecond) {
    return digits(perSecond, perSecond < 10 ? 2 : 1) + "/s";
  }

  /** {@code 864.2 MB}. */
  public static String bytes(double bytes) {
    double scaled = bytes;
    int unit = 0;
    while (scaled >= STEP && unit < BYTES.length - 1) {
      scaled /= STEP;
      unit++;
    }
    return digits(scaled, unit == 0 ? 0 : 1) + " " + BYTES[unit];
  }

  /** {@code 50 %}, {@code 99.9 %}. */
  public static String percentile(double percentile) {
    String digits = String.format(Locale.ROOT, "%.4f", percentile);
    return digits.replaceAll("\\.?0+$", "") + " %";
  }

  private static String digits(double number, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }
}

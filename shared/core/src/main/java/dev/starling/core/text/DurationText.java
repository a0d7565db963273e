package dev.starling.core.text;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lengths of time as people write them: {@code 500ms}, {@code 2s}, {@code 1m}, {@code 1h}.
 */
public final class DurationText {
  private static final Pattern FORM =
      Pattern.compile("(?<whole>\\d{1,9})(?:\\.(?<fraction>\\d{1,9})\\d*)?(?<unit>ms|s|m|h)?");
  private static final String NINE_ZEROS = "000000000";

  private DurationText() {}

  /** A whole number with a unit, or {@code 0}; empty when the text is something else. */
  public static Optional<Duration> exact(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
            && form.group("fraction") == null
            && (form.group("unit") != null || text.equals("0"))
        ? Optional.of(read(form))
        : Optional.empty();
  }

  /**
   * A number with or without a fraction, of seconds unless a unit follows; empty when the text is
   * something else.
   */
  public static Optional<Duration> loose(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? Optional.of(read(form)) : Optional.empty();
  }

  private static Duration read(Matcher form) {
    String fraction = form.group("fraction") == null ? "" : form.group("fraction");
    String nanos = (fraction + NINE_ZEROS).substring(0, NINE_ZEROS.length());
    Duration seconds =
        Duration.ofSeconds(Long.parseLong(form.group("whole")), Long.parseLong(nanos));
    String unit = form.group("unit") == null ? "s" : form.group("unit");
    return switch (unit) {
      case "ms" -> seconds.dividedBy(1_000);
      case "m" -> seconds.multipliedBy(60);
      case "h" -> seconds.multipliedBy(3_600);
      default -> seconds;
    };
  }
}

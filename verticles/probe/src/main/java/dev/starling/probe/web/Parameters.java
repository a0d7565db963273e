package dev.starling.probe.web;

import dev.starling.core.problem.ProblemException;
import dev.starling.core.text.DurationText;
import dev.starling.core.text.WholeNumber;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a client gave, by name, as text. Every method throws a {@link ProblemException} with status
 * 400 that names the parameter and says what would be valid.
 */
final class Parameters {
  private final Function<String, List<String>> values;

  /** Wraps what finds all values of a name; none is an empty list. */
  Parameters(Function<String, List<String>> values) {
    this.values = values;
  }

  boolean has(String name) {
    return !values.apply(name).isEmpty();
  }

  Optional<String> find(String name) {
    return written(name).filter(text -> !text.isBlank()).map(String::strip);
  }

  /** As it is, blanks around it included: a number has none. */
  private Optional<String> written(String name) {
    List<String> found = values.apply(name);
    if (found.size() > 1) {
      throw bad(name + " is given " + found.size() + " times; valid is once");
    }
    return found.stream().findFirst().filter(text -> !text.isEmpty());
  }

  String text(String name) {
    return find(name).orElseThrow(() -> bad(name + " is missing"));
  }

  /** A whole number; without {@code otherwise} it must be there. */
  int whole(String name, int from, int to, OptionalInt otherwise) {
    String valid = name + " must be a whole number from " + from + " to " + to;
    Optional<String> text = written(name);
    if (text.isEmpty()) {
      return otherwise.orElseThrow(() -> bad(name + " is missing: " + valid));
    }
    return WholeNumber.parse(text.get(), from, to).orElseThrow(() -> bad(valid)).intValue();
  }

  /** Seconds, such as {@code 2} or {@code 0.5}, or with a unit, such as {@code 500ms}. */
  Duration duration(String name, Duration from, Duration to, Optional<Duration> otherwise) {
    String valid = name + " must be a number of seconds from " + plain(from) + " to " + plain(to);
    Optional<String> text = written(name);
    if (text.isEmpty()) {
      return otherwise.orElseThrow(() -> bad(name + " is missing: " + valid));
    }
    return DurationText.loose(text.get())
        .filter(duration -> duration.compareTo(from) >= 0 && duration.compareTo(to) <= 0)
        .orElseThrow(() -> bad(valid));
  }

  /** {@code True} or {@code False}, in capitals or not. */
  boolean truth(String name, boolean otherwise) {
    return switch (find(name).map(text -> text.toLowerCase(Locale.ROOT)).orElse("")) {
      case "" -> otherwise;
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(name + " must be True or False");
    };
  }

  static ProblemException bad(String detail) {
    return new ProblemException(400, detail);
  }

  /** In seconds. */
  static String plain(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
  }
}

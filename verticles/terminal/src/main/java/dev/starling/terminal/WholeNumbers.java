package dev.starling.terminal;

import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers on the command line are ASCII digits, with a minus sign before them or none, as in
 * requests and settings. Java's own parsers, which picocli uses, also take a plus sign and the
 * digits of every script.
 */
final class WholeNumbers {
  private static final Pattern FORM = Pattern.compile("-?[0-9]+");

  private WholeNumbers() {}

  /** Has all commands read their whole numbers so. */
  static CommandLine registered(CommandLine commands) {
    return commands
        .registerConverter(int.class, reading(Integer::valueOf))
        .registerConverter(Integer.class, reading(Integer::valueOf))
        .registerConverter(long.class, reading(Long::valueOf))
        .registerConverter(Long.class, reading(Long::valueOf));
  }

  private static <T> ITypeConverter<T> reading(Function<String, T> parser) {
    return text -> {
      try {
        if (FORM.matcher(text).matches()) {
          return parser.apply(text);
        }
      } catch (NumberFormatException tooLarge) {
        // The same answer.
      }
      throw new TypeConversionException("'" + text + "' is not a whole number, or too large");
    };
  }
}

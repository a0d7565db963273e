package dev.starling.core.settings;

import dev.starling.core.text.DurationText;
import dev.starling.core.text.WholeNumber;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * From the text of a setting to its value. A converter that refuses a text throws an {@link
 * IllegalArgumentException} whose message continues "http.port: 'abc' from a file ..." and does not
 * repeat the text, which may be a secret.
 */
@SuppressWarnings("serial") // Converter is Serializable; nobody serializes these.
public final class Converters {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(KiB|MiB|GiB)?");
  private static final Pattern SHARE = Pattern.compile("0(\\.\\d{1,15})?|1(\\.0{1,15})?");
  private static final Pattern HTTP_ADDRESS =
      Pattern.compile(
          "https?://([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:\\d{1,5})?(/[A-Za-z0-9._~/-]*)?");
  private static final Pattern BRACKETS = Pattern.compile("\\[([0-9A-Fa-f:.]+(?:%.+)?)]");
  private static final Pattern WILDCARD = Pattern.compile("[0.:*\\[\\]]+");

  /** Timers of Vert.x and Netty count milliseconds in an int. */
  private static final Duration LONGEST = Duration.ofHours(596);

  private Converters() {}

  /** A TCP port; 0 stands for any free one. */
  public static final class Port implements Converter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) number(text, 0, 65_535, "is not a port number; valid is 0 to 65535");
    }
  }

  /** A whole number from 0 on. */
  public static final class NonNegative implements Converter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int)
          number(text, 0, Integer.MAX_VALUE, "is not valid; valid is a whole number from 0 on");
    }
  }

  /** A whole number from 1 on. */
  public static final class Positive implements Converter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int)
          number(text, 1, Integer.MAX_VALUE, "is not valid; valid is a whole number from 1 on");
    }
  }

  /** A share of the whole. */
  public static final class Share implements Converter<Double> {
    @Override
    public Double convert(String text) {
      if (!SHARE.matcher(text).matches()) {
        throw new IllegalArgumentException("is not a share; valid is 0.0 to 1.0, such as 0.25");
      }
      return Double.valueOf(text);
    }
  }

  /** The address of a PostgreSQL database. */
  public static final class PostgresUri implements Converter<String> {
    @Override
    public String convert(String text) {
      dev.starling.postgres.PostgresUri.parse(text);
      return text;
    }
  }

  /** An address that others can connect to, so not one that means "all of mine". */
  public static final class ReachableHost implements Converter<String> {
    @Override
    public String convert(String text) {
      if (text.isBlank() || WILDCARD.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "is not an address to connect to; valid is the address others reach this instance at");
      }
      return withoutBrackets(text);
    }
  }

  /** A name or an address to listen on. An IPv6 address may stand in brackets, as in a URI. */
  public static final class Host implements Converter<String> {
    @Override
    public String convert(String text) {
      // An optional setting that is empty is absent, to the library as well.
      return text.isEmpty() ? null : withoutBrackets(text);
    }
  }

  /** The address of a server that speaks HTTP, without a query. */
  public static final class HttpAddress implements Converter<String> {
    @Override
    public String convert(String text) {
      if (!HTTP_ADDRESS.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "is not an HTTP address; valid is one such as http://127.0.0.1:4318");
      }
      return text;
    }
  }

  private static String withoutBrackets(String text) {
    Matcher brackets = BRACKETS.matcher(text);
    return brackets.matches() ? brackets.group(1) : text;
  }

  static Integer integer(String text) {
    return (int)
        number(text, Integer.MIN_VALUE, Integer.MAX_VALUE, "is not valid; valid is a whole number");
  }

  static Long longInteger(String text) {
    return number(text, Long.MIN_VALUE, Long.MAX_VALUE, "is not valid; valid is a whole number");
  }

  static Boolean strictBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false");
    };
  }

  /** A length of time. */
  public static Duration duration(String text) {
    Duration duration =
        DurationText.exact(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "is not a duration; valid is a whole number with ms, s, m or h, such as"
                            + " 500ms, 2s or 1m"));
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("is too long; valid is up to " + LONGEST.toHours() + "h");
    }
    return duration;
  }

  static Size size(String text) {
    String problem =
        "is not a size; valid is a number of bytes, or one with KiB, MiB or GiB, such as 64KiB";
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(problem);
    }
    int shift =
        matcher.group(2) == null
            ? 0
            : switch (matcher.group(2)) {
              case "KiB" -> 10;
              case "MiB" -> 20;
              default -> 30;
            };
    try {
      return new Size(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Finds the constant of an enum by its name in any case, with {@code -} for {@code _}. */
  static <E> Converter<E> constantOf(Class<E> type) {
    return text -> {
      for (E constant : type.getEnumConstants()) {
        if (spelled(constant).equalsIgnoreCase(text)) {
          return constant;
        }
      }
      throw new IllegalArgumentException(
          Arrays.stream(type.getEnumConstants())
              .map(Converters::spelled)
              .collect(Collectors.joining(", ", "is not valid; valid is one of ", "")));
    };
  }

  private static String spelled(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static long number(String text, long from, long to, String problem) {
    return WholeNumber.parse(text, from, to)
        .orElseThrow(() -> new IllegalArgumentException(problem));
  }
}

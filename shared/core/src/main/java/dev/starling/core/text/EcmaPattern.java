package dev.starling.core.text;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates a regular expression of ECMA-262 with its {@code u} flag, which JSON Schema, OpenAPI
 * and AsyncAPI use, into one of Java that matches the same texts. The two differ without a warning:
 * Java's {@code $} also matches before a last line end, its {@code \s} knows fewer blanks, its
 * {@code .} does not match U+0085, its {@code \v} is a class.
 *
 * <p>What ECMA-262 does not allow, and back references, which Java matches differently, are
 * refused.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-patterns">ECMA-262, section 22.2.1</a>
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-6.4">JSON Schema,
 *     section 6.4</a>
 */
public final class EcmaPattern {
  private static final String BLANKS =
      "\\t\\n\\x0B\\f\\r\\x20\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";

  /** Java 17's {@code \b} knows other word characters than Java 19's. */
  private static final String BOUNDARY = "(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))";

  private static final String NO_BOUNDARY = "(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))";

  /** Escapes that stand for several characters, as members of a class of Java's. */
  private static final Map<Character, String> CLASSES =
      Map.of(
          'd', "[0-9]",
          'D', "[^0-9]",
          'w', "[a-zA-Z0-9_]",
          'W', "[^a-zA-Z0-9_]",
          's', "[" + BLANKS + "]",
          'S', "[^" + BLANKS + "]");

  private static final String SYNTAX = "^$\\.*+?()[]{}|/";
  private static final Pattern QUANTIFIER = Pattern.compile("[*+?]\\??|\\{\\d+(?:,\\d*)?}\\??");
  private static final Pattern GROUP = Pattern.compile("\\(\\?(?:[:=!]|<[=!])");
  private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?<[\\p{L}_$][\\p{L}\\p{N}_$]*>");
  private static final Pattern CODE =
      Pattern.compile("x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\\{[0-9A-Fa-f]{1,8}}|c[A-Za-z]");
  private static final Pattern PROPERTY = Pattern.compile("([pP])\\{(?:(\\w+)=)?(\\w+)}");
  private static final Set<String> CATEGORY = Set.of("General_Category", "gc");
  private static final Set<String> SCRIPT = Set.of("Script", "sc");
  private static final int LONGEST_CATEGORY = 2;
  private static final int CONTROL = 32;

  private final String source;
  private final StringBuilder java = new StringBuilder();
  private int at;

  private EcmaPattern(String source) {
    this.source = source;
  }

  /**
   * Compiles it; to be used with {@link Matcher#find()}, as ECMA-262 does not anchor patterns.
   *
   * @throws IllegalArgumentException when it is no pattern of ECMA-262 that is supported here
   */
  public static Pattern compile(String pattern) {
    return Pattern.compile(toJava(pattern));
  }

  /**
   * The same as text for {@link Pattern#compile(String)}.
   *
   * @throws IllegalArgumentException when it is no pattern of ECMA-262 that is supported here
   */
  public static String toJava(String pattern) {
    EcmaPattern translation = new EcmaPattern(pattern);
    translation.translate();
    String java = translation.java.toString();
    Pattern.compile(java);
    return java;
  }

  private void translate() {
    while (at < source.length()) {
      char next = source.charAt(at);
      switch (next) {
        case '\\' -> escape(false);
        case '[' -> characters();
        case '(' -> group();
        case '$' -> take(1, "\\z");
        case '.' -> take(1, "[^\\n\\r\\u2028\\u2029]");
        case '*', '+', '?', '{' -> quantifier();
        case ']', '}' -> throw wrong("a lone " + next);
        default -> take(1, String.valueOf(next));
      }
    }
  }

  private void take(int length, String translated) {
    at += length;
    java.append(translated);
  }

  private void group() {
    if (NAMED_GROUP.matcher(source).region(at, source.length()).lookingAt()) {
      take(source.indexOf('>', at) + 1 - at, "(");
    } else if (source.startsWith("(?", at)) {
      take(GROUP);
    } else {
      take(1, "(");
    }
  }

  private void quantifier() {
    take(QUANTIFIER);
    if (at < source.length() && "*+?{".indexOf(source.charAt(at)) >= 0) {
      throw wrong("a quantifier of a quantifier");
    }
  }

  /** Takes what matches here as it stands. */
  private void take(Pattern form) {
    Matcher matcher = form.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()) {
      throw wrong("something unknown");
    }
    take(matcher.end() - at, matcher.group());
  }

  /** A class; Java has operators in it that ECMA-262 does not. */
  private void characters() {
    boolean negated = source.startsWith("[^", at);
    at += negated ? 2 : 1;
    if (at < source.length() && source.charAt(at) == ']') {
      take(1, negated ? "[\\x{0}-\\x{10FFFF}]" : "(?!)");
      return;
    }
    java.append(negated ? "[^" : "[");
    while (at < source.length() && source.charAt(at) != ']') {
      char next = source.charAt(at);
      switch (next) {
        case '\\' -> escape(true);
        case '[', '&', '^' -> take(1, "\\" + next);
        default -> take(1, String.valueOf(next));
      }
    }
    if (at == source.length()) {
      throw wrong("a class without end");
    }
    take(1, "]");
  }

  private void escape(boolean inClass) {
    int start = at++;
    if (at == source.length()) {
      throw wrong("a lone \\");
    }
    char letter = source.charAt(at);
    if (CLASSES.containsKey(letter)) {
      requireNoRange(inClass, start, at + 1);
      take(1, CLASSES.get(letter));
    } else if (letter == 'p' || letter == 'P') {
      requireNoRange(inClass, start, source.indexOf('}', at) + 1);
      property();
    } else if (letter == 'b') {
      take(1, inClass ? "\\x08" : BOUNDARY);
    } else if (letter == 'B' && !inClass) {
      take(1, NO_BOUNDARY);
    } else if (letter == 'v') {
      take(1, "\\x0B");
    } else if (letter == '0' && !isDigit(at + 1)) {
      take(1, "\\x00");
    } else if ("xuc".indexOf(letter) >= 0) {
      code();
    } else if ("tnfr".indexOf(letter) >= 0
        || SYNTAX.indexOf(letter) >= 0
        || (letter == '-' && inClass)) {
      take(1, "\\" + letter);
    } else {
      throw wrong("\\" + letter + ", which is not supported");
    }
  }

  /** ECMA-262 has no range from or to several characters; Java reads something else there. */
  private void requireNoRange(boolean inClass, int start, int end) {
    boolean begins = source.startsWith("-", end) && !source.startsWith("-]", end);
    boolean ends =
        source.charAt(Math.max(0, start - 1)) == '-'
            && !source.substring(0, start).matches(".*(\\[\\^?-|\\\\-)");
    if (inClass && (begins || ends)) {
      throw wrong("a range that ends in a class");
    }
  }

  private boolean isDigit(int index) {
    return index < source.length() && "0123456789".indexOf(source.charAt(index)) >= 0;
  }

  private void code() {
    Matcher matcher = CODE.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()) {
      throw wrong("an incomplete escape");
    }
    String code = matcher.group();
    String translated =
        switch (code.charAt(0)) {
          case 'c' -> "\\x%02X".formatted(code.charAt(1) % CONTROL);
          case 'u' -> code.startsWith("u{") ? "\\x" + code.substring(1) : "\\" + code;
          default -> "\\" + code;
        };
    take(code.length(), translated);
  }

  private void property() {
    Matcher matcher = PROPERTY.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()) {
      throw wrong("an incomplete property");
    }
    String value = matcher.group(3);
    String translated;
    if (matcher.group(2) == null) {
      translated = value.length() <= LONGEST_CATEGORY ? value : "Is" + value;
    } else if (CATEGORY.contains(matcher.group(2))) {
      translated = "gc=" + value;
    } else if (SCRIPT.contains(matcher.group(2))) {
      translated = "sc=" + value;
    } else {
      throw wrong("the property " + matcher.group(2) + ", which is not supported");
    }
    take(matcher.end() - at, "\\" + matcher.group(1) + "{" + translated + "}");
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "pattern " + source + " has " + what + " at character " + (at + 1));
  }
}

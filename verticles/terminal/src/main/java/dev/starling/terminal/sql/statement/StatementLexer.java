package dev.starling.terminal.sql.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Cuts lines into statements, as {@code psql} does: a semicolon ends one unless it stands in
 * quotes, in a comment, in parentheses or in the {@code BEGIN ATOMIC} body of a function.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL:
 *     lexical structure</a>
 */
public final class StatementLexer {
  /** What would have to be closed before a semicolon counts. */
  public enum Inside {
    NOTHING,
    STATEMENT,
    STRING,
    IDENTIFIER,
    DOLLAR_QUOTES,
    COMMENT,
    PARENTHESES
  }

  /** The longest statement, in characters. */
  public static final int MAX_LENGTH = 16 << 20;

  private final StringBuilder text = new StringBuilder();
  private final List<Statement> complete = new ArrayList<>();
  private StatementWords words = new StatementWords();
  private int line;
  private int firstLine;
  private Inside inside = Inside.NOTHING;
  private boolean substance;
  private boolean backslashEscapes;
  private String dollarQuote = "";
  private int commentDepth;
  private int parentheses;

  /** Begins with line 1. */
  public StatementLexer() {}

  /**
   * Takes the next line, without its end.
   *
   * @return the statements that it completes
   * @throws IllegalArgumentException when a statement is too long
   */
  public List<Statement> add(String next) {
    line++;
    if (text.length() + next.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "line " + line + ": a statement has more than " + MAX_LENGTH + " characters");
    }
    int at = 0;
    while (at < next.length()) {
      at = step(next, at);
    }
    append("\n");
    List<Statement> found = List.copyOf(complete);
    complete.clear();
    return found;
  }

  /** What the next line would continue. */
  public Inside inside() {
    if (inside != Inside.NOTHING) {
      return inside;
    }
    if (parentheses > 0) {
      return Inside.PARENTHESES;
    }
    return substance ? Inside.STATEMENT : Inside.NOTHING;
  }

  /** What the input ends with when its last semicolon is missing. */
  public Optional<Statement> end() {
    Optional<Statement> last = substance ? Optional.of(statement()) : Optional.empty();
    reset();
    return last;
  }

  private int step(String next, int at) {
    return switch (inside) {
      case STRING -> quoted(next, at, '\'');
      case IDENTIFIER -> quoted(next, at, '"');
      case DOLLAR_QUOTES -> dollarQuoted(next, at);
      case COMMENT -> commented(next, at);
      default -> plain(next, at);
    };
  }

  private int quoted(String next, int at, char quote) {
    char character = next.charAt(at);
    if (character == '\\' && backslashEscapes && at + 1 < next.length()) {
      return take(next, at, 2);
    }
    if (character == quote) {
      // A doubled quote closes and opens again, which comes to the same.
      inside = Inside.NOTHING;
    }
    return take(next, at, 1);
  }

  private int dollarQuoted(String next, int at) {
    int end = next.indexOf(dollarQuote, at);
    if (end < 0) {
      return take(next, at, next.length() - at);
    }
    inside = Inside.NOTHING;
    return take(next, at, end + dollarQuote.length() - at);
  }

  private int commented(String next, int at) {
    if (next.startsWith("/*", at)) {
      commentDepth++;
      return take(next, at, 2);
    }
    if (next.startsWith("*/", at)) {
      commentDepth--;
      if (commentDepth == 0) {
        inside = Inside.NOTHING;
      }
      return take(next, at, 2);
    }
    return take(next, at, 1);
  }

  private int plain(String next, int at) {
    char character = next.charAt(at);
    if (next.startsWith("--", at)) {
      return take(next, at, next.length() - at);
    }
    if (next.startsWith("/*", at)) {
      inside = Inside.COMMENT;
      commentDepth = 1;
      return take(next, at, 2);
    }
    if (character == ';' && parentheses == 0 && !words.inBody()) {
      if (substance) {
        complete.add(statement());
      }
      reset();
      return at + 1;
    }
    if (Character.isWhitespace(character)) {
      return take(next, at, 1);
    }
    substance = true;
    if (startsWord(character)) {
      return word(next, at);
    }
    return symbol(next, at, character);
  }

  private int symbol(String next, int at, char character) {
    switch (character) {
      case '\'' -> open(Inside.STRING, false);
      case '"' -> open(Inside.IDENTIFIER, false);
      case '(' -> parentheses++;
      case ')' -> parentheses = Math.max(0, parentheses - 1);
      case '$' -> {
        int end = endOfDollarQuote(next, at);
        if (end > 0) {
          inside = Inside.DOLLAR_QUOTES;
          dollarQuote = next.substring(at, end);
          return take(next, at, end - at);
        }
      }
      default -> {
        // Nothing that a semicolon could stand in.
      }
    }
    return take(next, at, 1);
  }

  private void open(Inside what, boolean escapes) {
    inside = what;
    backslashEscapes = escapes;
  }

  private int word(String next, int at) {
    int end = at + 1;
    while (end < next.length() && continuesWord(next.charAt(end))) {
      end++;
    }
    String word = next.substring(at, end).toUpperCase(Locale.ROOT);
    if (word.equals("E") && next.startsWith("'", end)) {
      open(Inside.STRING, true);
      return take(next, at, end + 1 - at);
    }
    words.add(word, parentheses);
    return take(next, at, end - at);
  }

  /** Where the opening {@code $tag$} ends; 0 when there is none, as in {@code $1}. */
  private static int endOfDollarQuote(String next, int at) {
    int end = at + 1;
    if (end < next.length() && startsWord(next.charAt(end))) {
      end++;
      while (end < next.length() && next.charAt(end) != '$' && continuesWord(next.charAt(end))) {
        end++;
      }
    }
    return end < next.length() && next.charAt(end) == '$' ? end + 1 : 0;
  }

  private static boolean startsWord(char character) {
    return Character.isLetter(character) || character == '_' || character >= 0x80;
  }

  private static boolean continuesWord(char character) {
    return startsWord(character) || Character.isDigit(character) || character == '$';
  }

  private int take(String next, int at, int length) {
    append(next.substring(at, at + length));
    return at + length;
  }

  private void append(String part) {
    if (text.isEmpty()) {
      if (part.isBlank()) {
        return;
      }
      firstLine = line;
    }
    text.append(part);
  }

  private Statement statement() {
    return new Statement(
        text.toString().stripTrailing(), firstLine, words.first(), words.copiesStream());
  }

  private void reset() {
    text.setLength(0);
    words = new StatementWords();
    inside = Inside.NOTHING;
    substance = false;
    parentheses = 0;
  }
}

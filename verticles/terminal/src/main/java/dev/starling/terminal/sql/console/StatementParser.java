package dev.starling.terminal.sql.console;

import dev.starling.terminal.sql.statement.StatementLexer;
import java.util.Optional;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.SyntaxError;
import org.jline.reader.impl.DefaultParser;

/** Tells the line editor whether Enter ends what is being typed or opens its next line. */
final class StatementParser implements Parser {
  private final Parser words = new DefaultParser().escapeChars(new char[0]).quoteChars(new char[0]);

  @Override
  public ParsedLine parse(String text, int cursor, ParseContext context) throws SyntaxError {
    if (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT) {
      Optional<String> missing = missing(text);
      if (missing.isPresent()) {
        throw new EOFError(-1, -1, "not complete", missing.get());
      }
    }
    return words.parse(text, cursor, ParseContext.UNSPECIFIED);
  }

  /** What is open at the end, as {@code psql} shows it in the prompt; empty when nothing is. */
  private static Optional<String> missing(String text) {
    if (text.stripLeading().startsWith("\\")) {
      return Optional.empty();
    }
    StatementLexer lexer = new StatementLexer();
    try {
      text.lines().forEach(lexer::add);
    } catch (IllegalArgumentException tooLong) {
      return Optional.empty();
    }
    return switch (lexer.inside()) {
      case NOTHING -> Optional.empty();
      case STATEMENT -> Optional.of("");
      case STRING -> Optional.of("'");
      case IDENTIFIER -> Optional.of("\"");
      case DOLLAR_QUOTES -> Optional.of("$");
      case COMMENT -> Optional.of("*");
      case PARENTHESES -> Optional.of("(");
    };
  }
}

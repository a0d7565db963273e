package dev.starling.terminal.screen;

/**
 * One line to show. Whatever it was made from, it is safe to print: the factories escape.
 *
 * @param speaker who said it; empty unless it was said
 */
public record Line(Kind kind, String speaker, String text) {

  /** What a line is about. */
  public enum Kind {
    /** What someone said. */
    SAID,
    /** What happened around it. No name starts with a star, so nobody can say one of these. */
    NOTICE,
    /** What went wrong. */
    PROBLEM
  }

  /** What someone said. */
  public static Line said(String speaker, String text) {
    return new Line(Kind.SAID, SafeText.strict(speaker), SafeText.sentence(text));
  }

  /** What happened. */
  public static Line notice(String text) {
    return new Line(Kind.NOTICE, "", SafeText.strict(text));
  }

  /** What went wrong. */
  public static Line problem(String text) {
    return new Line(Kind.PROBLEM, "", SafeText.strict(text));
  }

  /** As it reads without colours. */
  @Override
  public String toString() {
    return switch (kind) {
      case SAID -> speaker + ": " + text;
      case NOTICE -> "* " + text;
      case PROBLEM -> "! " + text;
    };
  }
}

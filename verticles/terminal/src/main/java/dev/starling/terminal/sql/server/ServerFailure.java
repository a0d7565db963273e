package dev.starling.terminal.sql.server;

import dev.starling.terminal.screen.SafeText;

/** Nothing that the server has to say about a statement; the message is for the user. */
public final class ServerFailure extends Exception {
  /** What it is about, where that makes a difference. */
  public enum Kind {
    PASSWORD_MISSING,
    CONNECTION_LOST,
    OTHER
  }

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  ServerFailure(Kind kind, String message) {
    super(SafeText.strict(message), null, false, false);
    this.kind = kind;
  }

  /** What it is about. */
  public Kind kind() {
    return kind;
  }
}

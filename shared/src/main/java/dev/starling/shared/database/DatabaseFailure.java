package dev.starling.shared.database;

import dev.starling.shared.settings.DatabaseUri;

/** The database did not do what it was asked to. The message is one line: which, and why. */
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseFailure(DatabaseUri database, String reason, Throwable cause) {
    super("database " + database + ": " + reason, cause);
  }

  static DatabaseFailure of(DatabaseUri database, Throwable cause) {
    return new DatabaseFailure(database, reason(cause), cause);
  }

  /** The first line of what lies at the bottom of a failure. */
  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return text.lines().findFirst().orElse(text);
  }
}

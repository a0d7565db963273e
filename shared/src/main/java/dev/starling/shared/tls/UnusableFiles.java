package dev.starling.shared.tls;

/** Files cannot serve for TLS. The message is one line: which setting, which file, and why. */
public final class UnusableFiles extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableFiles(String message) {
    super(message);
  }

  /** With the reason that lies at the bottom of a failure. */
  public UnusableFiles(String where, Throwable failure) {
    super(where + ": " + reason(failure), failure);
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return text.lines().findFirst().orElse(text);
  }
}

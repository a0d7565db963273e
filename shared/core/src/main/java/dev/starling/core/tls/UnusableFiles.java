package dev.starling.core.tls;

import dev.starling.core.settings.BadSetting;
import dev.starling.core.text.RootCause;

/** Files cannot serve for TLS. The message is one line: which setting, which file, and why. */
public final class UnusableFiles extends Exception {
  private static final long serialVersionUID = 1L;

  // Part of an exception, which is serializable; this one never is.
  private final transient PemFile file;
  private final String problem;

  private UnusableFiles(PemFile file, String message, String problem, Throwable failure) {
    super(message, failure);
    this.file = file;
    this.problem = problem;
  }

  /** For what is wrong with more than one file, or with none in particular. */
  public UnusableFiles(String where, Throwable failure) {
    this(null, where + ": " + RootCause.line(failure), "", failure);
  }

  static UnusableFiles because(PemFile file, String reason) {
    return new UnusableFiles(file, file + ": " + reason, "cannot be used: " + reason, null);
  }

  /** With the reason that lies at the bottom of a failure. */
  static UnusableFiles because(PemFile file, Throwable failure) {
    String reason = RootCause.line(failure);
    return new UnusableFiles(file, file + ": " + reason, "cannot be used: " + reason, failure);
  }

  /**
   * @param problem goes on after the file's name
   */
  static UnusableFiles which(PemFile file, String problem, Throwable failure) {
    return new UnusableFiles(file, file + " " + problem, problem, failure);
  }

  /** The same as a fault of the setting that names the file. */
  public BadSetting badSetting() {
    return file == null
        ? new BadSetting("tls", getMessage())
        : new BadSetting(file.setting(), problem + "; valid is a PEM file with " + file.content());
  }
}

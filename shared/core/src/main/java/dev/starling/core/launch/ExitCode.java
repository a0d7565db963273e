package dev.starling.core.launch;

/** Exit codes of a process. */
final class ExitCode {
  /** It did what it was asked to, or was stopped and drained. */
  static final int OK = 0;

  /** It could not start, or could not stop in time. */
  static final int FAILED = 1;

  /** It was asked for something that does not exist: a bad setting, an unknown option. */
  static final int BAD_SETTING = 2;

  private ExitCode() {}
}

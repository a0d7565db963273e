package dev.starling.core.settings;

/**
 * A setting of the right form that a service cannot start with, such as a file that is not there.
 * The process ends with exit code 2 and a line that also has the setting's value and where it came
 * from, see {@link LoadedSettings#explain}.
 */
public final class BadSetting extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String setting;
  private final String problem;

  /**
   * @param setting its path, such as {@code tls.key}
   * @param problem continues a line that begins with setting, value and origin: what is wrong, and
   *     what would be valid; it never holds a secret
   */
  public BadSetting(String setting, String problem) {
    super(setting + " " + problem, null, false, false);
    this.setting = setting;
    this.problem = problem;
  }

  /** The path of the setting. */
  public String setting() {
    return setting;
  }

  String problem() {
    return problem;
  }
}

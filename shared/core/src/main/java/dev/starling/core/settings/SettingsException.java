package dev.starling.core.settings;

import java.util.regex.Pattern;

/**
 * A setting that the service cannot start with. The message is one line for the operator: the
 * setting, where it came from and what would be valid; it never holds a secret.
 */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1;
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

  // Without a cause: what libraries throw repeats the value, which may be a secret.
  SettingsException(String message) {
    super(oneLine(message));
  }

  static String oneLine(String text) {
    return BREAKS.matcher(text).replaceAll(" ");
  }
}

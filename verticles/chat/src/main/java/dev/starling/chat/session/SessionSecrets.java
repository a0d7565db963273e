package dev.starling.chat.session;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Session secrets: 128 random bits, as 32 hexadecimal digits. */
public final class SessionSecrets {
  private static final int BYTES = 16;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private SessionSecrets() {}

  static String create() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Whether a text has the form of a session. */
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }
}

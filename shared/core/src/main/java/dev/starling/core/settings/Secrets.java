package dev.starling.core.settings;

import java.util.Set;
import java.util.regex.Pattern;

/** Keeps passwords out of what people read. */
final class Secrets {
  private static final String MASK = "*****";
  private static final Pattern SECRET_NAME = Pattern.compile(".*(password|secret|key).*");

  /** The path of a file, which is no secret; its content is. */
  private static final Set<String> KEY_FILES =
      Set.of("tls.key", "cluster.tls.key", "auth.jwt.public-key");

  // Up to the last '@', because a password may hold one that nobody escaped.
  private static final Pattern USER_INFO = Pattern.compile("(^|//)([^:/@]*):(?!//).*@");
  private static final Pattern PARAMETER =
      Pattern.compile("((?:password|secret|key)[^=&\\s]*=)[^&\\s]*", Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  static String masked(String name, String text) {
    if (!text.isEmpty() && !KEY_FILES.contains(name) && SECRET_NAME.matcher(name).matches()) {
      return MASK;
    }
    String withoutPassword = USER_INFO.matcher(text).replaceAll("$1$2:" + MASK + "@");
    return PARAMETER.matcher(withoutPassword).replaceAll("$1" + MASK);
  }
}

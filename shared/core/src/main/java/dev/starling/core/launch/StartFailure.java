package dev.starling.core.launch;

import io.netty.util.NetUtil;
import java.nio.file.NoSuchFileException;

/** A service could not start. The message is one line: what is wrong, where, and what to do. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failed attempt to listen, with the settings that say where. */
  static StartFailure cannotListen(
      String service, String purpose, String host, int port, Throwable failure) {
    String settings = "(%1$s.host, %1$s.port)".formatted(purpose);
    return new StartFailure(
        "%s: cannot listen on %s %s: %s"
            .formatted(
                service, NetUtil.toSocketAddressString(host, port), settings, reason(failure)),
        failure);
  }

  /** The first line of what lies at the bottom of a failure. */
  static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof NoSuchFileException missing) {
      return "no file " + missing.getFile();
    }
    String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return text.lines().findFirst().orElse(text);
  }
}

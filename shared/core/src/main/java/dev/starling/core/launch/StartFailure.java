package dev.starling.core.launch;

import dev.starling.core.text.RootCause;
import io.netty.util.NetUtil;
import java.nio.file.NoSuchFileException;

/** A service could not start. The message is one line: what is wrong, where, and what to do. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that an operator reads.
   *
   * @param message one line
   */
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
    return RootCause.of(failure) instanceof NoSuchFileException missing
        ? "no file " + missing.getFile()
        : RootCause.line(failure);
  }
}

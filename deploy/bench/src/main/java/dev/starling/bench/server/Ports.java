package dev.starling.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Free TCP ports on the loopback address.
 *
 * <p>They lie below the range that the system gives to outgoing connections, so that none of
 * thousands of clients can sit on a port before its server binds it.
 */
final class Ports {
  private static final int FIRST = 21_000;
  private static final int LAST = 31_999;

  // Spread by process id: two benches side by side do not race for the same ports.
  private static int next = FIRST + (int) (ProcessHandle.current().pid() * 97 % (LAST - FIRST));

  private Ports() {}

  /** A port nobody listens on, and not given out before. */
  static synchronized int free() {
    for (int tries = FIRST; tries <= LAST; tries++) {
      int candidate = next;
      next = next == LAST ? FIRST : next + 1;
      if (isFree(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " to " + LAST);
  }

  /** The first of so many free ports in a row. */
  static synchronized int free(int inARow) {
    int first = free();
    int found = 1;
    while (found < inARow) {
      int port = free();
      found = port == first + found ? found + 1 : 1;
      first = found == 1 ? port : first;
    }
    return first;
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}

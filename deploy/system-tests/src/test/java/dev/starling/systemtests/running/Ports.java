package dev.starling.systemtests.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Free ports for services that must come back on the same one after a restart.
 *
 * <p>They lie below the range from which systems take the local ports of outgoing connections.
 * Otherwise one of the many clients could be sitting on a service's port while it is down.
 */
public final class Ports {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  private static final Random RANDOM = new Random();
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** A port of 127.0.0.1 that nobody listens on and that was not given before. */
  public static synchronized int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = RANDOM.nextInt(LOWEST, HIGHEST);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + LOWEST + " to " + HIGHEST);
  }

  /** A free port with the address it is free on. */
  public static Address freeAddress() {
    return Address.local(free());
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (java.net.BindException taken) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

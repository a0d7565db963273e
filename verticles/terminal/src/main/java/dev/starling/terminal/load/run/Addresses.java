package dev.starling.terminal.load.run;

import dev.starling.terminal.load.plan.Target;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/** Finds the address behind a name once, as the system does, so that no request waits for it. */
final class Addresses {
  private Addresses() {}

  /**
   * The target's address; of several, the first that takes a connection. Blocks.
   *
   * @throws LoadFailedException when the name is not known
   */
  static SocketAddress of(Target target, Duration timeout) throws LoadFailedException {
    InetAddress[] all = resolve(target.host());
    InetAddress chosen = all[0];
    for (int i = 0; all.length > 1 && i < all.length; i++) {
      if (isListening(new InetSocketAddress(all[i], target.port()), timeout)) {
        chosen = all[i];
        break;
      }
    }
    return SocketAddress.inetSocketAddress(new InetSocketAddress(chosen, target.port()));
  }

  private static InetAddress[] resolve(String host) throws LoadFailedException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException failure) {
      throw new LoadFailedException("unknown host '" + host + "'");
    }
  }

  private static boolean isListening(InetSocketAddress address, Duration timeout) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) timeout.toMillis());
      return true;
    } catch (IOException failure) {
      return false;
    }
  }
}

package dev.starling.core.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** The address of this machine that a member binds and the others reach it at. */
final class ClusterAddress {
  private ClusterAddress() {}

  /**
   * Resolves {@code cluster.host}, a name or a literal, and tries to bind it. Blocks.
   *
   * <p>Hazelcast would find out as well, but logs a stack trace then.
   *
   * @throws UncheckedIOException says why this machine cannot listen there
   */
  static InetAddress of(String host) {
    try (ServerSocket socket = new ServerSocket()) {
      InetAddress address = InetAddress.getByName(host);
      socket.bind(new InetSocketAddress(address, 0));
      return address;
    } catch (UnknownHostException unknown) {
      throw new UncheckedIOException(new IOException("unknown host " + host));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The address as text without an IPv6 zone, which has a meaning on this machine alone. */
  static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}

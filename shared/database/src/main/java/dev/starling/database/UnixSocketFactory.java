package dev.starling.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets of the JDBC driver that are sockets in the file system, wherever it wants to connect to.
 * The driver makes one by the name of this class, which is therefore public.
 */
public final class UnixSocketFactory extends SocketFactory {
  private final String file;

  /**
   * @param file of the server's socket
   */
  public UnixSocketFactory(String file) {
    this.file = file;
  }

  @Override
  public Socket createSocket() {
    return new UnixSocket(file);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(null);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket("", port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket("", port);
  }
}

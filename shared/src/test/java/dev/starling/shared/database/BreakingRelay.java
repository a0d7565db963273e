package dev.starling.shared.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A relay to a server on this machine that breaks all connections, and takes no more, when clients
 * have sent so much.
 */
final class BreakingRelay implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left;
  private final int server;

  /**
   * @param messages passed on before it breaks
   */
  BreakingRelay(int server, int messages) throws IOException {
    this.server = server;
    this.left = new AtomicInteger(messages);
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
      sockets.add(client);
      sockets.add(behind);
      start(() -> copy(client, behind, true));
      start(() -> copy(behind, client, false));
    }
  }

  private void copy(Socket from, Socket to, boolean counted) throws IOException {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] bytes = new byte[1 << 16];
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        if (counted && left.getAndDecrement() <= 0) {
          close();
          return;
        }
        out.write(bytes, 0, length);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException broken) {
                // It is what it is for.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}

package dev.starling.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A relay to a server on this machine that drops the server's answers, or breaks off, on demand.
 */
public final class FaultyRelay implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int BUFFER = 1 << 16;

  private final ServerSocket listener =
      new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private final URI server;
  private volatile boolean silent;

  /**
   * Begins to relay.
   *
   * @param uri of the server, with a port and a path
   */
  public FaultyRelay(String uri) throws IOException {
    this.server = URI.create(uri);
    start(this::accept);
  }

  /** The server's URI with the relay's port in place of its own. */
  public String uri() {
    return server
        .toString()
        .replace(":" + server.getPort() + "/", ":" + listener.getLocalPort() + "/");
  }

  /** Clients are answered no more, while the server hears them. */
  public void silence() {
    silent = true;
  }

  /** Breaks all connections off; new ones are as they should be. */
  public void breakOff() throws IOException {
    for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
      socket.close();
    }
    silent = false;
  }

  /** Passes on so many more reads of what clients send, then closes. */
  public void closeAfter(int reads) {
    left.set(reads);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      sockets.add(client);
      start(() -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
      sockets.add(behind);
      start(() -> copy(client, behind, false));
      copy(behind, client, true);
    } finally {
      client.close();
    }
  }

  private void copy(Socket from, Socket to, boolean answers) throws IOException {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] bytes = new byte[BUFFER];
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        if (!answers && left.getAndDecrement() <= 0) {
          close();
        } else if (!answers || !silent) {
          out.write(bytes, 0, length);
        }
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
              } catch (IOException brokenOff) {
                // A client or a server sees a closed connection, which is the purpose.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes no more connections and breaks those off that there are. */
  @Override
  public void close() throws IOException {
    listener.close();
    breakOff();
  }
}

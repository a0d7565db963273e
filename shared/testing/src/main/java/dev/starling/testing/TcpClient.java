package dev.starling.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client as simple as telnet, whose every wait has an end. */
public final class TcpClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final InputStream input;

  /** Connects to a port of 127.0.0.1. */
  public TcpClient(int port) throws IOException {
    this(port, 0);
  }

  /**
   * Connects to a port of 127.0.0.1.
   *
   * @param receiveBuffer bytes of the buffer of the socket; 0 for the usual size
   */
  public TcpClient(int port, int receiveBuffer) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    input = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends text in UTF-8, as it is. */
  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends nothing more, and can still receive. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /**
   * Ends the connection with a reset, which tells the other side at once (RFC 9293, section 3.5.2).
   */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** The next line with its end, or what came before the connection ended. */
  public String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next >= 0; next = input.read()) {
      line.write(next);
      if (next == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Reads lines up to the one with this text; an end of the connection before it is a failure. */
  public void await(String text) throws IOException {
    for (String next = line(); !next.equals(text + "\n"); next = line()) {
      if (!next.endsWith("\n")) {
        throw new AssertionError("'" + text + "' did not come before the end");
      }
    }
  }

  /** Everything up to the end of the connection. */
  public byte[] rest() throws IOException {
    return input.readAllBytes();
  }

  /** The bytes that come, for tests that read them in their own way; reads time out. */
  public InputStream input() {
    return input;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

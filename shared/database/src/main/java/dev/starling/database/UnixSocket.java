package dev.starling.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** As much of a socket as the JDBC driver uses, over one in the file system. For one thread. */
final class UnixSocket extends Socket {
  private final String file;
  private SocketChannel channel;
  private Selector readable;
  private Selector writable;
  private int timeoutMillis;

  UnixSocket(String file) {
    this.file = file;
  }

  @Override
  public void connect(SocketAddress ignored) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(file));
    channel.configureBlocking(false);
    readable = Selector.open();
    channel.register(readable, SelectionKey.OP_READ);
    writable = Selector.open();
    channel.register(writable, SelectionKey.OP_WRITE);
  }

  @Override
  public void connect(SocketAddress ignored, int timeout) throws IOException {
    connect(ignored);
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        int taken = channel.read(buffer);
        while (taken == 0 && length > 0) {
          await(readable, timeoutMillis);
          taken = channel.read(buffer);
        }
        return taken;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
          if (channel.write(buffer) == 0) {
            await(writable, timeoutMillis);
          }
        }
      }
    };
  }

  private static void await(Selector selector, int millis) throws IOException {
    // Zero is without end, as for sockets.
    int ready = selector.select(millis);
    selector.selectedKeys().clear();
    if (ready == 0) {
      throw new SocketTimeoutException("no answer in " + millis + " ms");
    }
  }

  @Override
  public void setSoTimeout(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // There is no TCP.
  }

  @Override
  public void setKeepAlive(boolean on) {
    // The kernel knows when the other side is gone.
  }

  @Override
  public int getSendBufferSize() {
    return 1 << 16;
  }

  @Override
  public int getReceiveBufferSize() {
    return 1 << 16;
  }

  @Override
  public boolean isConnected() {
    return channel != null;
  }

  @Override
  public boolean isClosed() {
    return channel != null && !channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      readable.close();
      writable.close();
    }
  }
}

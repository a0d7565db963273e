package dev.starling.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection of HTTP/2 without TLS that sends any frame (RFC 9113), also wrong ones. */
public final class Http2Connection implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int END_STREAM = 1;
  public static final int ACK = 1;
  public static final int END_HEADERS = 4;

  private static final byte[] CANCEL = {0, 0, 0, 8};

  private final Socket socket;
  private final DataInputStream in;

  /** A frame that the server sent. */
  public record Frame(int type, int flags, int stream, byte[] payload) {}

  /** Connects, and sends the preface and empty settings. */
  public Http2Connection(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(60_000);
    in = new DataInputStream(socket.getInputStream());
    send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(frame(SETTINGS, 0, 0));
  }

  /** The bytes of a frame (RFC 9113, section 4.1). */
  public static byte[] frame(int type, int flags, int stream, byte... payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(payload.length >> 16);
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.write(type);
    frame.write(flags);
    for (int shift = 24; shift >= 0; shift -= 8) {
      frame.write(stream >> shift);
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /**
   * The bytes of HEADERS with a request.
   *
   * @param headers names and values in turns
   */
  public static byte[] request(
      int stream, boolean last, String method, String path, String... headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    field(block, ":method", method);
    field(block, ":path", path);
    field(block, ":scheme", "http");
    field(block, ":authority", "x");
    for (int i = 0; i < headers.length; i += 2) {
      field(block, headers[i], headers[i + 1]);
    }
    int flags = END_HEADERS | (last ? END_STREAM : 0);
    return frame(HEADERS, flags, stream, block.toByteArray());
  }

  /** The bytes of DATA. */
  public static byte[] data(int stream, boolean last, String text) {
    return frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The bytes of RST_STREAM with CANCEL. */
  public static byte[] reset(int stream) {
    return frame(RST_STREAM, 0, stream, CANCEL);
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next frame. */
  public Frame next() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    return new Frame(type, flags, stream, in.readNBytes(length));
  }

  /** The next frame of a type; others are passed over. */
  public Frame await(int type) throws IOException {
    Frame frame = next();
    while (frame.type() != type) {
      frame = next();
    }
    return frame;
  }

  /** Returns once the server has handled all that was sent. */
  public void flush() throws IOException {
    send(frame(PING, 0, 0, new byte[8]));
    Frame frame = await(PING);
    while ((frame.flags() & ACK) == 0) {
      frame = await(PING);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A literal field that is not indexed (RFC 7541, section 6.2.2), shorter than 127 bytes. */
  private static void field(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    for (String text : new String[] {name, value}) {
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}

package dev.starling.net.websocket;

import io.vertx.core.buffer.Buffer;

/**
 * Text messages as the bytes of their frames (RFC 6455, section 5.2). A server's frames are not
 * masked, so that the same bytes can be written to any number of clients, and several messages at
 * once.
 */
public final class TextFrames {
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int LONGEST_SHORT = 125;
  private static final int LONGEST_MEDIUM = 0xFFFF;
  private static final byte MEDIUM = 126;
  private static final byte LONG = 127;

  /** Bytes that a frame has at most beside its message. */
  public static final int LONGEST_HEADER = 10;

  private TextFrames() {}

  /** The frame of one message. */
  public static Buffer of(Buffer utf8) {
    return append(Buffer.buffer(LONGEST_HEADER + utf8.length()), utf8);
  }

  /**
   * Appends the frame of a message.
   *
   * @return the frames with one more
   */
  public static Buffer append(Buffer frames, Buffer utf8) {
    int length = utf8.length();
    frames.appendByte(FINAL_TEXT);
    if (length <= LONGEST_SHORT) {
      frames.appendByte((byte) length);
    } else if (length <= LONGEST_MEDIUM) {
      frames.appendByte(MEDIUM).appendUnsignedShort(length);
    } else {
      frames.appendByte(LONG).appendLong(length);
    }
    return frames.appendBuffer(utf8);
  }
}

package dev.starling.quickstart;

import io.vertx.core.buffer.Buffer;

/**
 * Finds where the frames of a WebSocket end (RFC 6455, section 5.2) in bytes that arrive in any
 * pieces: only there may another frame be put between. Keeps no payload.
 */
final class FrameBoundary {
  private static final int SHORTEST_HEAD = 2;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int LENGTH_OF_64_BITS = 127;
  private static final int KEY = 4;

  /** Bytes of the longest head: two, a length of eight, and the key. */
  private final byte[] head = new byte[SHORTEST_HEAD + Long.BYTES + KEY];

  private int headBytes;
  private long payload;

  /** Whether the bytes so far end with a frame. */
  boolean isReached() {
    return headBytes == 0 && payload == 0;
  }

  /**
   * Goes on through the next bytes.
   *
   * @return how many of them are up to the end of the last frame that ends among them; 0 if none
   */
  int pass(Buffer bytes) {
    int end = 0;
    int at = 0;
    while (at < bytes.length()) {
      if (payload > 0) {
        int skipped = (int) Math.min(payload, bytes.length() - at);
        payload -= skipped;
        at += skipped;
      } else {
        head[headBytes++] = bytes.getByte(at++);
        if (headBytes >= SHORTEST_HEAD && headBytes == headLength()) {
          payload = payloadLength();
          headBytes = 0;
        }
      }
      if (isReached()) {
        end = at;
      }
    }
    return end;
  }

  private int headLength() {
    return SHORTEST_HEAD + lengthBytes() + ((head[1] & MASKED) == 0 ? 0 : KEY);
  }

  private int lengthBytes() {
    return switch (head[1] & LENGTH) {
      case LENGTH_OF_16_BITS -> Short.BYTES;
      case LENGTH_OF_64_BITS -> Long.BYTES;
      default -> 0;
    };
  }

  private long payloadLength() {
    int bytes = lengthBytes();
    if (bytes == 0) {
      return head[1] & LENGTH;
    }
    long length = 0;
    for (int at = SHORTEST_HEAD; at < SHORTEST_HEAD + bytes; at++) {
      length = length << Byte.SIZE | head[at] & 0xFF;
    }
    return length;
  }
}

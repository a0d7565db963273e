package dev.starling.chat.fanout;

import io.vertx.core.buffer.Buffer;

/**
 * An event as clients read it, encoded once for all of them. The buffers are shared between threads
 * and never changed.
 *
 * @param chain hash over the transcript up to it
 * @param line for TCP, with its line end
 * @param frame the JSON object for WebSocket and HTTP
 */
public record EncodedEvent(long seq, long chain, Buffer line, Buffer frame) {
  /** Bytes that it takes beside its texts, about. */
  private static final int OVERHEAD = 128;

  /** Bytes of its longest form. */
  public int length() {
    return Math.max(line.length(), frame.length());
  }

  /** Bytes of memory that it takes, about: by itself, and again where a batch puts it together. */
  int weight() {
    return OVERHEAD + 2 * (line.length() + frame.length());
  }
}

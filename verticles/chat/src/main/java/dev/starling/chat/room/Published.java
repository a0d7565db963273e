package dev.starling.chat.room;

import io.vertx.core.buffer.Buffer;

/**
 * An event as clients read it, encoded once for all of them. The buffers are shared between threads
 * and never changed.
 *
 * @param line for TCP, with its line end
 * @param frame the JSON object for WebSocket and HTTP
 */
public record Published(long seq, Buffer line, Buffer frame) {
  /** Bytes that remembering it takes, about. */
  int weight() {
    return line.length() + frame.length();
  }
}

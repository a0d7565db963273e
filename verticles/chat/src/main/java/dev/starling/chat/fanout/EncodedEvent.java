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
  /** Bytes that it takes, about. */
  int weight() {
    return line.length() + frame.length();
  }
}

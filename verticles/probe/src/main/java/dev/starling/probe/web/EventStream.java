package dev.starling.probe.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** An answer that is a stream of events (WHATWG HTML, server-sent events). */
final class EventStream {
  private final HttpServerResponse response;

  /** Begins the answer. */
  EventStream(HttpServerResponse response) {
    this.response = response;
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        // nginx holds answers back until they are long enough.
        .putHeader("X-Accel-Buffering", "no");
  }

  void send(String event, JsonObject data) {
    send(event, data.encode());
  }

  void send(String event, String data) {
    if (!response.closed()) {
      response.write(Buffer.buffer(encode(event, data)));
    }
  }

  /** Sends an event that the next one replaces, unless the client is behind. */
  void sendIfRead(String event, JsonObject data) {
    if (!response.closed() && !response.writeQueueFull()) {
      send(event, data);
    }
  }

  /** Sends the last event. */
  void end(String event, String data) {
    if (!response.closed()) {
      response.end(Buffer.buffer(encode(event, data)));
    }
  }

  private static String encode(String event, String data) {
    return "event: " + event + "\ndata: " + data.replace("\n", "\ndata: ") + "\n\n";
  }
}

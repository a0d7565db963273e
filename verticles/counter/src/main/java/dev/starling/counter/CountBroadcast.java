package dev.starling.counter;

import dev.starling.net.websocket.WebSocketConnection;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the clients of one event loop at the newest count. A burst of changes is sent as its last
 * value, encoded once, and no more often than leaves the event loop time to serve others.
 *
 * <p>Belongs to that event loop.
 */
final class CountBroadcast {
  private static final long SPACING_MILLIS = 100;

  /** Even with so many clients that a broadcast takes long, the newest value is this close. */
  private static final long LONGEST_SPACING_MILLIS = 500;

  private static final int NOTHING = -1;

  private final Vertx vertx;
  private final Map<WebSocketConnection, Integer> shown = new HashMap<>();
  private int newest = NOTHING;
  private boolean resting;

  CountBroadcast(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Shows a new client the count that includes it. */
  void add(WebSocketConnection connection, int count) {
    if (!connection.isClosed()) {
      connection.sendLatest(encode(count));
      shown.put(connection, count);
    }
  }

  void remove(WebSocketConnection connection) {
    shown.remove(connection);
  }

  /** Brings every client to this count, now or with the next broadcast. */
  void show(int count) {
    newest = count;
    if (!resting) {
      send();
    }
  }

  private void send() {
    long start = System.nanoTime();
    int count = newest;
    newest = NOTHING;
    Buffer frame = encode(count);
    shown.replaceAll(
        (connection, last) -> {
          if (last != count) {
            connection.sendLatest(frame);
          }
          return count;
        });
    rest(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private void rest(long broadcastMillis) {
    resting = true;
    long pause = Math.min(LONGEST_SPACING_MILLIS, Math.max(SPACING_MILLIS, 2 * broadcastMillis));
    vertx.setTimer(
        pause,
        timer -> {
          resting = false;
          if (newest != NOTHING) {
            send();
          }
        });
  }

  private static Buffer encode(int count) {
    return Buffer.buffer(Integer.toString(count));
  }
}

package dev.starling.net.websocket;

import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Pings the WebSockets of one event loop and gives up those that do not answer: a client that
 * vanished without a word is noticed, and one that merely has nothing to say stays.
 */
final class PingSchedule {
  /**
   * When to ping, in milliseconds.
   *
   * @param interval after opening, or after the last pong
   * @param patience for a pong
   * @param tick how exactly both are kept
   */
  record Timing(long interval, long patience, long tick) {
    static final Timing DEFAULT = new Timing(20_000, 10_000, 500);
  }

  private final Timing timing;
  private final Set<WebSocketConnection> connections = new HashSet<>();
  private final Random random = new Random();

  /** Starts the schedule on the caller's event loop. */
  PingSchedule(Vertx vertx, Timing timing) {
    this.timing = timing;
    vertx.setPeriodic(timing.tick(), timer -> tick());
  }

  void add(WebSocketConnection connection) {
    // Clients that came together should not all be pinged together.
    connection.pingDue = now() + timing.interval() - random.nextLong(timing.interval() / 4);
    connections.add(connection);
  }

  /** Connections of this event loop. */
  int size() {
    return connections.size();
  }

  void answered(WebSocketConnection connection) {
    connection.pongAwaited = false;
    connection.pingDue = now() + timing.interval();
  }

  private void tick() {
    long now = now();
    connections.removeIf(
        connection -> {
          if (now >= connection.pingDue) {
            due(connection, now);
          }
          return connection.isClosed();
        });
  }

  private void due(WebSocketConnection connection, long now) {
    if (connection.isClosed()) {
      return;
    }
    if (connection.pongAwaited) {
      connection.abandon();
    } else {
      connection.pongAwaited = true;
      connection.pingDue = now + timing.patience();
      connection.ping();
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}

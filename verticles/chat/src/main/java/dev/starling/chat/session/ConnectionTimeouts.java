package dev.starling.chat.session;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Notices clients that do not say who they are, or nothing at all, for too long, or whose token is
 * no longer valid. One timer for all clients of an event loop, since nearly none of them is ever
 * late.
 */
public final class ConnectionTimeouts {
  private static final long LOOK_MILLIS = 250;

  /** A client that is watched. */
  public interface Watched {
    /** Whether the client has said who it is. */
    boolean isConnected();

    /** When it last said something, {@link System#nanoTime()}. */
    long lastHeard();

    /** When it must have proved anew who it is, in milliseconds since 1970. */
    long expires();

    /** Called when its token has expired. */
    void expired();

    /** It has not said who it is in time. */
    void notConnectedInTime();

    /** It has said nothing for too long. */
    void idle();

    /** The room cannot be reached from here. */
    void unavailable();
  }

  private final long connectNanos;
  private final long idleNanos;
  private final Set<Watched> clients = new LinkedHashSet<>();

  /**
   * Begins to watch, on the calling event loop.
   *
   * @param idle zero is never
   */
  public ConnectionTimeouts(Vertx vertx, Duration connect, Duration idle) {
    connectNanos = connect.toNanos();
    idleNanos = idle.isZero() ? Long.MAX_VALUE : idle.toNanos();
    vertx.setPeriodic(LOOK_MILLIS, timer -> look());
  }

  /** Watches a client from now on. */
  public void add(Watched client) {
    clients.add(client);
  }

  /** Watches a client no more. */
  public void remove(Watched client) {
    clients.remove(client);
  }

  /** Closes those who have said who they are. */
  void closeConnected() {
    List.copyOf(clients).stream().filter(Watched::isConnected).forEach(Watched::unavailable);
  }

  private void look() {
    expire();
    long now = System.nanoTime();
    List<Watched> late =
        clients.stream()
            .filter(
                client ->
                    now - client.lastHeard() > (client.isConnected() ? idleNanos : connectNanos))
            .toList();
    for (Watched client : late) {
      remove(client);
      if (client.isConnected()) {
        client.idle();
      } else {
        client.notConnectedInTime();
      }
    }
  }

  private void expire() {
    long now = System.currentTimeMillis();
    List<Watched> expired = clients.stream().filter(client -> client.expires() <= now).toList();
    for (Watched client : expired) {
      remove(client);
      client.expired();
    }
  }

  /** A duration in whole seconds or milliseconds, for people. */
  public static String inWords(Duration duration) {
    long millis = duration.toMillis();
    long second = TimeUnit.SECONDS.toMillis(1);
    return millis % second == 0 ? millis / second + " s" : millis + " ms";
  }
}

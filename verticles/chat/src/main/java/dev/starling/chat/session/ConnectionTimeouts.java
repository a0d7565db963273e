package dev.starling.chat.session;

import dev.starling.chat.replication.Loop;
import dev.starling.chat.session.ClientTransport.Close;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Notices clients that do not say who they are, or nothing at all, for too long, or whose token is
 * no longer valid. One timer for all clients of an event loop, since nearly none of them is ever
 * late.
 */
public final class ConnectionTimeouts {
  private static final long LOOK_MILLIS = 250;

  private final Loop loop;
  private final long connectNanos;
  private final long idleNanos;
  private final Set<Watched> clients = new LinkedHashSet<>();

  /**
   * Begins to watch.
   *
   * @param idle zero is never
   */
  ConnectionTimeouts(Loop loop, Duration connect, Duration idle) {
    this.loop = loop;
    connectNanos = connect.toNanos();
    idleNanos = idle.isZero() ? Long.MAX_VALUE : idle.toNanos();
    lookLater();
  }

  /** Watches a client from now on. */
  void add(Watched client) {
    clients.add(client);
  }

  /** Watches a client no more. */
  void remove(Watched client) {
    clients.remove(client);
  }

  /** Closes the connected ones. */
  void closeConnected() {
    end(Watched::isConnected, client -> Close.TRY_AGAIN);
  }

  private void lookLater() {
    loop.later(
        LOOK_MILLIS,
        () -> {
          try {
            look();
          } finally {
            lookLater();
          }
        });
  }

  private void look() {
    long millis = loop.millis();
    end(client -> client.expires() <= millis, client -> Close.EXPIRED);
    long nanos = loop.nanos();
    end(
        client -> nanos - client.lastHeard() > (client.isConnected() ? idleNanos : connectNanos),
        client -> client.isConnected() ? Close.IDLE : Close.NOT_CONNECTED);
  }

  private void end(Predicate<Watched> late, Function<Watched, Close> why) {
    for (Watched client : clients.stream().filter(late).toList()) {
      remove(client);
      client.close(why.apply(client));
    }
  }

  /** A duration in whole seconds or milliseconds, for people. */
  public static String inWords(Duration duration) {
    long millis = duration.toMillis();
    long second = TimeUnit.SECONDS.toMillis(1);
    return millis % second == 0 ? millis / second + " s" : millis + " ms";
  }
}

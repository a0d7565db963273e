package dev.starling.chat.session;

import dev.starling.chat.session.ClientTransport.Close;
import dev.starling.web.auth.Bearer;
import java.util.function.Consumer;

/** Deadlines of one connection, for {@link ConnectionTimeouts}. Belongs to its event loop. */
final class Watched {
  private final Consumer<Close> close;
  private boolean connected;
  private long lastHeard;
  private long expires = Bearer.NEVER;

  /**
   * Of a connection that has just opened.
   *
   * @param now as {@link dev.starling.chat.replication.Loop#nanos()}
   * @param close closes the connection
   */
  Watched(long now, Consumer<Close> close) {
    this.lastHeard = now;
    this.close = close;
  }

  /** The client has sent something. */
  void heard(long now) {
    lastHeard = now;
  }

  /** The client has connected. */
  void connected() {
    connected = true;
  }

  /** Sets when the client must have proved anew who it is, in milliseconds since 1970. */
  void expiresAt(long millis) {
    expires = millis;
  }

  boolean isConnected() {
    return connected;
  }

  long lastHeard() {
    return lastHeard;
  }

  long expires() {
    return expires;
  }

  void close(Close why) {
    close.accept(why);
  }
}

package dev.starling.net;

/**
 * The way to one client, whichever protocol it speaks, as far as a sender must know it. Belongs to
 * the socket's event loop.
 */
public interface ClientConnection {
  /** Whether the client has yet to take something that was written. */
  boolean isBlocked();

  /** Runs a step once the client has taken what was written; never when it is gone before. */
  void whenDrained(Runnable step);

  /** Whether the connection is gone. */
  boolean isClosed();
}

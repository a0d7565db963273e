package dev.starling.net.websocket;

import java.util.random.RandomGenerator;

/**
 * How the WebSockets of a server that drains are closed: not all at once, for their clients would
 * all come back at once, and with a hint how long these may take to.
 *
 * <p>Each is closed at a random moment of the time that is left, so that clients which do not know
 * the hint are spread, too; few are closed sooner than many.
 */
public final class GoingAway {
  /** RFC 6455, section 7.4.1: the server goes away. */
  public static final short CODE = 1001;

  /** For clients: connect again after a random pause of up to this. */
  public static final String REASON = "retry within 2000 ms";

  /** Few are closed with this much between them. */
  private static final long SPACING_MILLIS = 20;

  /** At most, for the last closing handshakes; a quarter of the time if that is shorter. */
  private static final long HANDSHAKE_MILLIS = 500;

  private GoingAway() {}

  /**
   * How long until a connection is closed, in milliseconds.
   *
   * @param open connections of its event loop that are to be closed
   * @param remaining milliseconds after which those left are cut off
   */
  public static long delay(int open, long remaining, RandomGenerator random) {
    long usable = remaining - Math.min(HANDSHAKE_MILLIS, remaining / 4);
    return random.nextLong(1 + Math.min(usable, open * SPACING_MILLIS));
  }
}

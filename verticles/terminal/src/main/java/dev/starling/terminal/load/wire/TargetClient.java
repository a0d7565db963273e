package dev.starling.terminal.load.wire;

import dev.starling.terminal.load.plan.LoadPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;

/** How one event loop speaks to the target; used and calling back on that loop only. */
public interface TargetClient {
  /** Longest message or line of the other end, in bytes. */
  int MAX_MESSAGE = 1 << 20;

  /** The status of an answer that has none. */
  int NO_STATUS = 0;

  /** One connection. One request is under way on it at a time. */
  interface Line {
    /** Asks; one event follows. */
    void ask();

    /** Ends the connection at once. */
    void close();
  }

  /** What becomes of a connection and of what was asked on it. */
  interface Events {
    /** Bytes have come in, of an answer or beside it. */
    void received(long bytes);

    /**
     * The answer is complete.
     *
     * @param last whether the connection can not be asked again
     */
    void answered(int status, boolean last);

    /** The request was turned down; the connection can be asked again. */
    void rejected(Failure failure);

    /** The connection is of no more use, whether something was asked or not. */
    void lost(Failure failure);
  }

  /** Opens the wire that the plan needs. */
  static TargetClient of(Vertx vertx, LoadPlan plan, SocketAddress address) {
    return switch (plan.target().transport()) {
      case HTTP -> new HttpTarget(vertx, plan, address);
      case WEBSOCKET -> new WebSocketTarget(vertx, plan, address);
      case TCP -> new TcpTarget(vertx, plan, address);
    };
  }

  /**
   * Connects; succeeds once the connection can be asked.
   *
   * @param caller number of the one who calls; no two have the same
   */
  Future<Line> connect(int caller, Events events);
}

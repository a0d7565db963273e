package dev.starling.net.websocket;

import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.net.ClientConnection;
import dev.starling.net.Outbox;
import dev.starling.net.internal.FrameChannel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket client: a bounded outbox, pings, and an end that is reported once and at once,
 * whether the client closed, fell silent, broke the protocol or was closed by the server.
 *
 * <p>A handler that throws costs this connection only. Belongs to the socket's event loop.
 */
public final class WebSocketConnection implements ClientConnection {
  private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);

  /** RFC 6455, section 7.4.1: a message is too long to process. */
  private static final short TOO_LONG = 1009;

  /** RFC 6455, section 7.4.1: the server met a condition it did not expect. */
  public static final short INTERNAL_ERROR = 1011;

  /** Private use: the client left too much unread. */
  public static final short TOO_SLOW = 4001;

  private final FrameChannel frames;
  private final IncomingMessages incoming;
  private final ConnectionMetrics metrics;
  private final PingSchedule pings;
  private final Outbox.Sink sink = new FrameSink();
  private final Outbox outbox;

  private MultiMap headers;
  private Runnable closeHandler = () -> {};

  private Buffer latest;
  private boolean inputPaused;
  private boolean closed;
  private boolean closedByClient;

  // The ping schedule's, which runs on the same event loop.
  long pingDue;
  boolean pongAwaited;

  /** Opens a connection over a channel whose frames have not been read yet. */
  WebSocketConnection(
      FrameChannel frames,
      MultiMap headers,
      int maxMessage,
      long outboxLimit,
      ConnectionMetrics metrics,
      PingSchedule pings) {
    this.frames = frames;
    this.headers = headers;
    this.incoming = new IncomingMessages(maxMessage);
    this.metrics = metrics;
    this.pings = pings;
    this.outbox = new Outbox(sink, outboxLimit, metrics.held());
    frames.connect(new Events());
    metrics.opened();
  }

  /** Sets what receives the client's text messages; without it they are thrown away. */
  public void onText(Consumer<String> handler) {
    incoming.onText(handler);
  }

  /** Sets the handler of binary messages; without one they are discarded. */
  public void onBinary(Runnable handler) {
    incoming.onBinary(handler);
  }

  /** Sets what happens when either side has ended the connection; called once. */
  public void onClose(Runnable handler) {
    closeHandler = handler;
  }

  /**
   * Sends a text message. A client that leaves too much unread is closed with {@link #TOO_SLOW}.
   */
  public void send(Buffer utf8) {
    sendFrames(TextFrames.of(utf8), 1);
  }

  /**
   * Sends text messages that are {@link TextFrames} already; the bytes may be shared with other
   * clients.
   *
   * @param messages how many there are
   */
  public void sendFrames(Buffer encoded, int messages) {
    if (closed) {
      return;
    }
    if (outbox.offer(encoded)) {
      metrics.messagesOut(messages);
    } else {
      log.info("{}: closed, does not read: {} bytes wait", this, outbox.waitingBytes());
      close(TOO_SLOW, "too slow", "slow");
    }
  }

  /** Sends a text message that makes every earlier one of its kind, still unsent, worthless. */
  public void sendLatest(Buffer utf8) {
    if (closed) {
      return;
    }
    if (outbox.isBlocked()) {
      latest = utf8;
    } else {
      write(utf8);
    }
  }

  /**
   * Closes with the closing handshake; {@link #onClose} is called before this returns.
   *
   * @param code RFC 6455, section 7.4
   * @param reason one of few fixed words, for metrics
   */
  public void close(short code, String text, String reason) {
    if (!closed) {
      frames.close(code, text);
      ended(reason);
    }
  }

  @Override
  public boolean isBlocked() {
    return outbox.isBlocked();
  }

  @Override
  public void whenDrained(Runnable step) {
    outbox.whenDrained(step);
  }

  /** Whether it was the client that ended the connection, with a close frame. */
  public boolean isClosedByClient() {
    return closedByClient;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** A header of the request that opened it, or null; to be asked for when it has just opened. */
  public String header(CharSequence name) {
    return headers == null ? null : headers.get(name);
  }

  @Override
  public String toString() {
    return "websocket " + frames.remoteAddress();
  }

  /** It has opened: from now on its request's headers are not kept. */
  void forgetHeaders() {
    headers = null;
  }

  void ping() {
    frames.ping();
  }

  /** The client does not answer: no use in a closing handshake. */
  void abandon() {
    frames.abort();
    ended("silent");
  }

  private void ended(String reason) {
    if (!closed) {
      closed = true;
      outbox.discard();
      metrics.closed(reason);
      closeHandler.run();
    }
  }

  private void write(Buffer utf8) {
    metrics.messagesOut(1);
    frames.text(utf8);
  }

  private void message(WebSocketFrame frame) {
    if (!incoming.admits(frame)) {
      close(TOO_LONG, "message too long", "violation");
      return;
    }
    try {
      incoming.take(frame);
    } catch (RuntimeException failure) {
      log.error("{}: closed after a failure", this, failure);
      close(INTERNAL_ERROR, "the server failed", "failure");
    }
  }

  private final class FrameSink implements Outbox.Sink {
    @Override
    public boolean isFull() {
      return frames.writeQueueFull();
    }

    @Override
    public void write(Buffer data) {
      frames.bytes(data);
    }
  }

  private final class Events implements FrameChannel.Listener {
    @Override
    public void violated(WebSocketCloseStatus status, String what) {
      log.debug("{}: closed with {}, {}", WebSocketConnection.this, status.code(), what);
      close((short) status.code(), status.reasonText(), "violation");
    }

    @Override
    public void failed(Throwable failure) {
      log.debug("{}: {}", WebSocketConnection.this, failure.getMessage());
    }

    @Override
    public void received(WebSocketFrame frame) {
      if (closed) {
        return;
      }
      if (frame instanceof PongWebSocketFrame) {
        pings.answered(WebSocketConnection.this);
      } else if (frame instanceof ContinuationWebSocketFrame) {
        message(frame);
      } else if (!(frame instanceof PingWebSocketFrame)) {
        metrics.messageIn();
        message(frame);
      }
      // Each ping is answered: a client that sends pings and never reads is no longer read from.
      if (!closed && !inputPaused && sink.isFull()) {
        inputPaused = true;
        frames.pauseReading(true);
      }
    }

    @Override
    public void drained() {
      if (closed) {
        return;
      }
      outbox.drain();
      if (inputPaused) {
        inputPaused = false;
        frames.pauseReading(false);
      }
      if (latest != null && !outbox.isBlocked()) {
        write(latest);
        latest = null;
      }
    }

    @Override
    public void goAway(long remaining) {
      long delay = GoingAway.delay(pings.size(), remaining, ThreadLocalRandom.current());
      frames.later(delay, () -> close(GoingAway.CODE, GoingAway.REASON, "drain"));
    }

    @Override
    public void closedByClient() {
      closedByClient = !closed;
      ended("client");
    }

    @Override
    public void gone() {
      ended("client");
    }
  }
}

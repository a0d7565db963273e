package dev.starling.shared.websocket;

import dev.starling.shared.management.ConnectionMetrics;
import dev.starling.shared.net.Outbox;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket client: a bounded outbox, pings, and an end that is told once and at once, whether
 * the client closed, fell silent, broke the protocol or was closed by the server.
 *
 * <p>A handler that throws costs this connection only. Belongs to the socket's event loop.
 */
public final class WebSocketConnection {
  private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);

  /** RFC 6455, section 7.4.1: the server goes away. */
  public static final short GOING_AWAY = 1001;

  /** RFC 6455, section 7.4.1: a message is too long to process. */
  private static final short TOO_LONG = 1009;

  /** RFC 6455, section 7.4.1: the server met a condition it did not expect. */
  public static final short INTERNAL_ERROR = 1011;

  /** Private use: the client left too much unread. */
  public static final short TOO_SLOW = 4001;

  /** Frames of one turn of the event loop that are written with one system call. */
  private static final int MOST_FRAMES = 256;

  private static final long CLOSING_MILLIS = 2_000;

  private static final Buffer NO_PAYLOAD = Buffer.buffer();

  private final ServerWebSocket socket;
  private final ConnectionMetrics metrics;
  private final Outbox.Sink sink = new FrameSink();
  private final Outbox outbox;

  private Consumer<String> textHandler;
  private Runnable closeHandler = () -> {};
  private Buffer latest;
  private boolean inputPaused;
  private boolean closed;

  // The ping schedule's, which runs on the same event loop.
  long pingDue;
  boolean pongAwaited;

  /** Wraps an open socket. */
  WebSocketConnection(ServerWebSocket socket, long outboxLimit, ConnectionMetrics metrics) {
    this.socket = socket;
    this.metrics = metrics;
    this.outbox = new Outbox(sink, outboxLimit);
    ChannelPipeline pipeline = context().pipeline();
    pipeline.addBefore("handler", "frameGuard", new FrameGuard(this));
    // Else Vert.x makes a system call of each frame that is not an answer: most of what it costs.
    pipeline.addBefore(
        "handler", "flushConsolidation", new FlushConsolidationHandler(MOST_FRAMES, true));
    if (pipeline.get(IdleStateHandler.class) != null) {
      // It was for the request; a WebSocket has pings, and need not be watched on every write.
      pipeline.remove(IdleStateHandler.class);
    }
    socket.frameHandler(this::received);
    socket.drainHandler(v -> guarded(this::drained));
    socket.exceptionHandler(this::failed);
    socket.closeHandler(v -> ended("client"));
    socket.shutdownHandler(v -> close(GOING_AWAY, "the server goes away", "drain"));
    metrics.opened();
  }

  /** Sets what receives the client's text messages; without it they are thrown away. */
  public void onText(Consumer<String> handler) {
    textHandler = handler;
    socket.textMessageHandler(text -> guarded(() -> textHandler.accept(text)));
  }

  /** Sets what is told of each binary message; without it they are thrown away. */
  public void onBinary(Runnable handler) {
    socket.binaryMessageHandler(data -> guarded(handler));
  }

  /** Sets what happens when the connection no longer counts, whoever ended it; called once. */
  public void onClose(Runnable handler) {
    closeHandler = handler;
  }

  /**
   * Sends a text message. A client that leaves too much unread is closed with {@link #TOO_SLOW}.
   */
  public void send(Buffer utf8) {
    if (closed) {
      return;
    }
    if (!outbox.offer(utf8)) {
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
      sink.write(utf8);
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
      socket.close(code, text);
      // The close frame waits behind what the client has not read; not for ever.
      context().executor().schedule(this::abort, CLOSING_MILLIS, TimeUnit.MILLISECONDS);
      ended(reason);
    }
  }

  /** Whether the connection has ended. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public String toString() {
    return "websocket " + socket.remoteAddress();
  }

  void ping() {
    socket.writePing(NO_PAYLOAD);
  }

  void onPong(Runnable handler) {
    socket.pongHandler(payload -> handler.run());
  }

  /** The client does not answer: no use in a closing handshake. */
  void abandon() {
    abort();
    ended("silent");
  }

  void violated(int code, String what) {
    log.info("{}: closed with {}, {}", this, code, what);
    ended("violation");
  }

  private void failed(Throwable failure) {
    log.debug("{}: {}", this, failure.getMessage());
    if (failure instanceof IllegalStateException) {
      // Frames that are each short enough made a message that is not: Vert.x only drops it.
      close(TOO_LONG, "message too long", "violation");
    }
  }

  private void received(WebSocketFrame frame) {
    if (frame.isClose()) {
      ended("client");
      return;
    }
    if (frame.isText() || frame.isBinary()) {
      metrics.messageIn();
    }
    // Vert.x answers each ping by itself, also while the socket is paused: who sends them and never
    // reads is no longer read from.
    if (!closed && !inputPaused && sink.isFull()) {
      inputPaused = true;
      context().channel().config().setAutoRead(false);
    }
  }

  private void drained() {
    outbox.drain();
    if (inputPaused) {
      inputPaused = false;
      context().channel().config().setAutoRead(true);
    }
    if (latest != null && !outbox.isBlocked()) {
      sink.write(latest);
      latest = null;
    }
  }

  /** Closes at once; Vert.x would first wait until what is written has been sent. */
  private void abort() {
    context().close();
  }

  private ChannelHandlerContext context() {
    return ((WebSocketInternal) socket).channelHandlerContext();
  }

  private void ended(String reason) {
    if (!closed) {
      closed = true;
      metrics.closed(reason);
      closeHandler.run();
    }
  }

  private void guarded(Runnable step) {
    if (closed) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException failure) {
      log.error("{}: closed after a failure", this, failure);
      close(INTERNAL_ERROR, "the server failed", "failure");
    }
  }

  private final class FrameSink implements Outbox.Sink {
    @Override
    public boolean isFull() {
      return socket.writeQueueFull();
    }

    @Override
    public void write(Buffer utf8) {
      metrics.messageOut();
      socket.writeFrame(TextFrame.of(utf8));
    }
  }
}

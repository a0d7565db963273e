package dev.starling.net.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ShutdownEvent;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import java.util.concurrent.TimeUnit;

/**
 * The frames of one WebSocket. Takes the place of Vert.x's own connection as soon as that has
 * shaken hands: Vert.x's would keep the request, the answer and the HTTP connection for as long as
 * the client stays, and two queues for writers on other threads, 12 KiB that nobody needs any more.
 *
 * <p>Belongs to the socket's event loop.
 */
public final class FrameChannel extends VertxConnection {
  /** How long the client may take to answer a close frame that has been sent. */
  private static final long ANSWER_MILLIS = 1_000;

  /** A close frame waits behind what the client has not read; not for ever. */
  private static final long CLOSING_MILLIS = 2_000;

  /** RFC 6455, section 7.4.2. */
  private static final int HIGHEST_CODE = 4_999;

  /** Receives frames and the end, on the event loop. */
  public interface Listener {
    /** A frame of any kind but close came; it is released afterwards. */
    void received(WebSocketFrame frame);

    /** Enough of what was written has been sent. */
    void drained();

    /**
     * The server drains.
     *
     * @param remaining milliseconds after which the connection will be cut off
     */
    void goAway(long remaining);

    /** The client broke the protocol; it is closed with a code that says so. */
    void violated(WebSocketCloseStatus status, String what);

    /** Reading or writing failed. */
    void failed(Throwable failure);

    /** The client sent a close frame. */
    void closedByClient();

    /** The connection is gone. */
    void gone();
  }

  private final HttpServerMetrics<Object, Object, Object> metrics;
  private Object counted;
  private Listener listener;
  private boolean closing;

  private FrameChannel(
      ContextInternal context,
      ChannelHandlerContext channel,
      HttpServerMetrics<Object, Object, Object> metrics) {
    super(context, channel, true);
    this.metrics = metrics;
  }

  /**
   * Replaces Vert.x's connection, before its first frame was read.
   *
   * @param request what the metrics made of the request
   */
  public static FrameChannel replacing(ServerWebSocket socket, Object request) {
    ChannelHandlerContext place = ((WebSocketInternal) socket).channelHandlerContext();
    VertxHandler<?> handler = (VertxHandler<?>) place.handler();
    VertxConnection replaced = (VertxConnection) handler.getConnection();
    ContextInternal context = replaced.context();
    HttpServerMetrics<Object, Object, Object> metrics = metrics(replaced);
    VertxHandler<FrameChannel> mine =
        VertxHandler.create(channel -> new FrameChannel(context, channel, metrics));
    place.pipeline().replace(handler, place.name(), mine);
    FrameChannel frames = mine.getConnection();
    // If a load balancer announced it, only the first call returns it.
    SocketAddress client = frames.remoteAddress();
    // As far as Vert.x's knows, its client has gone: it ends what it counts.
    handler.channelInactive(place);
    if (metrics != null) {
      frames.metric(metrics.connected(client, frames.remoteName()));
      frames.counted = metrics.connected(frames.metric(), request, socket);
    }
    return frames;
  }

  /** Sets the receiver of frames and of the end, and leaves only what a WebSocket needs. */
  public void connect(Listener listener) {
    this.listener = listener;
    ChannelPipeline pipeline = chctx.pipeline();
    // Vert.x would take any bytes for text (RFC 6455, section 8.1).
    pipeline.addBefore(chctx.name(), "utf8", new Utf8FrameValidator(false));
    pipeline.addBefore(chctx.name(), "frameGuard", new FrameGuard(listener));
    // They were for requests: a WebSocket has pings, and no files.
    remove(pipeline, IdleStateHandler.class);
    remove(pipeline, ChunkedWriteHandler.class);
  }

  /** Writes a message that is encoded already; the bytes may be shared with other clients. */
  public void text(Buffer utf8) {
    write(new TextWebSocketFrame(((BufferInternal) utf8).getByteBuf()), false);
  }

  /** Writes the bytes of whole frames; they may be shared with other clients. */
  public void bytes(Buffer frames) {
    write(((BufferInternal) frames).getByteBuf(), false);
  }

  /** Sends a ping frame without a payload. */
  public void ping() {
    write(new PingWebSocketFrame(), false);
  }

  /** Reads nothing more from the socket, or reads on. */
  public void pauseReading(boolean pause) {
    channel().config().setAutoRead(!pause);
  }

  /**
   * Begins the closing handshake, and drops the connection should the client take too long for it.
   *
   * @param code RFC 6455, section 7.4
   */
  public void close(int code, String reason) {
    if (!closing) {
      closing = true;
      write(new CloseWebSocketFrame(code, reason), true, closeWritten(ANSWER_MILLIS));
      abortAfter(CLOSING_MILLIS);
    }
  }

  /** Does something on the event loop after a while. */
  public void later(long millis, Runnable step) {
    chctx.executor().schedule(() -> context.emit(v -> step.run()), millis, TimeUnit.MILLISECONDS);
  }

  /** Closes at once, whatever waits to be sent. */
  public void abort() {
    chctx.close();
  }

  @Override
  public HttpServerMetrics<Object, Object, Object> metrics() {
    return metrics;
  }

  @Override
  protected void handleMessage(Object message) {
    try {
      if (message instanceof WebSocketFrame frame) {
        context.emit(frame, this::received);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  protected void handleWriteQueueDrained() {
    context.emit(v -> listener.drained());
  }

  @Override
  protected void handleEvent(Object event) {
    if (event instanceof ShutdownEvent shutdown) {
      context.emit(shutdown.timeUnit().toMillis(shutdown.timeout()), listener::goAway);
    } else {
      super.handleEvent(event);
    }
  }

  @Override
  protected void handleException(Throwable failure) {
    context.emit(v -> listener.failed(failure));
  }

  @Override
  protected void handleClose(Object reason, ChannelPromise promise) {
    chctx.close(promise);
  }

  @Override
  protected void handleClosed() {
    if (metrics != null) {
      metrics.disconnected(counted);
    }
    super.handleClosed();
    context.emit(v -> listener.gone());
  }

  @Override
  protected long sizeof(Object message) {
    return message instanceof WebSocketFrame frame
        ? frame.content().readableBytes()
        : super.sizeof(message);
  }

  private void received(WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame) {
      closed(frame.content());
    } else if (!closing) {
      if (frame instanceof PingWebSocketFrame) {
        write(new PongWebSocketFrame(frame.content().retain()), false);
      }
      listener.received(frame);
    }
  }

  /** The client begins the closing handshake, or answers. */
  private void closed(ByteBuf codeAndReason) {
    if (closing) {
      abort();
    } else {
      closing = true;
      write(answer(codeAndReason), true, closeWritten(0));
      abortAfter(CLOSING_MILLIS);
      listener.closedByClient();
    }
  }

  /** The client's own code, unless there is none such; the decoder lets pass what is too high. */
  private static CloseWebSocketFrame answer(ByteBuf codeAndReason) {
    boolean valid =
        !codeAndReason.isReadable()
            || codeAndReason.getUnsignedShort(codeAndReason.readerIndex()) <= HIGHEST_CODE;
    return valid
        ? new CloseWebSocketFrame(true, 0, codeAndReason.retain())
        : new CloseWebSocketFrame(WebSocketCloseStatus.PROTOCOL_ERROR);
  }

  private ChannelPromise closeWritten(long patienceMillis) {
    ChannelPromise written = chctx.newPromise();
    written.addListener(
        done -> {
          if (patienceMillis == 0 || !done.isSuccess()) {
            abort();
          } else {
            abortAfter(patienceMillis);
          }
        });
    return written;
  }

  private void abortAfter(long millis) {
    chctx.executor().schedule(this::abort, millis, TimeUnit.MILLISECONDS);
  }

  private static void remove(ChannelPipeline pipeline, Class<? extends ChannelHandler> type) {
    if (pipeline.get(type) != null) {
      pipeline.remove(type);
    }
  }

  @SuppressWarnings("unchecked")
  private static HttpServerMetrics<Object, Object, Object> metrics(VertxConnection connection) {
    return (HttpServerMetrics<Object, Object, Object>) connection.metrics();
  }
}

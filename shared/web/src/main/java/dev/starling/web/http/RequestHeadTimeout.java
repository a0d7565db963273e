package dev.starling.web.http;

import dev.starling.net.internal.Channels;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Stands before an HTTP/1 connection's decoder: closes it when a request's head takes too long, and
 * sees to it that an answer after which the connection ends arrives. Leaves when the connection
 * turns out to be one of HTTP/2, or becomes a WebSocket.
 */
final class RequestHeadTimeout extends ChannelDuplexHandler {
  static final String NAME = "doorman";
  private static final String WATCH = "headWatch";
  private static final String HTTP_2 = "h2";
  private static final long LINGER_MILLIS = 1_000;

  private enum Reading {
    NOTHING,
    HEAD,
    BODY
  }

  private final long headMillis;
  private final Set<RequestHeadTimeout> present;
  private final Http2PrefaceDetector preface;
  private Reading reading = Reading.NOTHING;
  private Future<?> headTimer;
  private boolean lingers;
  private boolean closing;

  /** A head was refused: nothing that follows on this connection is read as a request. */
  private boolean refused;

  /** The last answer is sent or being sent. */
  private boolean answered;

  private RequestHeadTimeout(Duration head, Set<RequestHeadTimeout> present, boolean tls) {
    this.headMillis = head.toMillis();
    this.present = present;
    this.preface = tls ? null : new Http2PrefaceDetector();
  }

  /** Takes the place in a new connection, before Vert.x adds its own handlers around it. */
  static void install(ChannelPipeline pipeline, Duration head, Set<RequestHeadTimeout> present) {
    SslHandler tls = pipeline.get(SslHandler.class);
    if (tls == null || !HTTP_2.equals(tls.applicationProtocol())) {
      RequestHeadTimeout headTimeout = new RequestHeadTimeout(head, present, tls != null);
      Channels.addBeforeDecoder(pipeline, NAME, headTimeout);
      pipeline.addLast(WATCH, headTimeout.new HeadWatch());
    }
  }

  /** Leaves a connection that speaks something else from now on. */
  static void leave(HttpServerRequest request) {
    ChannelPipeline pipeline = Channels.pipeline(request);
    RequestHeadTimeout headTimeout = pipeline.get(RequestHeadTimeout.class);
    if (headTimeout != null) {
      headTimeout.step(pipeline);
    }
  }

  /**
   * Takes no more requests: the answer that is being sent is the connection's last. The client is
   * told of the end first when the connection is closed.
   */
  static void lastAnswer(HttpServerRequest request) {
    RequestHeadTimeout headTimeout = Channels.pipeline(request).get(RequestHeadTimeout.class);
    if (headTimeout != null) {
      headTimeout.linger();
      headTimeout.answered = true;
    }
  }

  /** Whether the connection has had its last answer. */
  static boolean isAnswered(HttpServerRequest request) {
    RequestHeadTimeout headTimeout = Channels.pipeline(request).get(RequestHeadTimeout.class);
    return headTimeout != null && headTimeout.answered;
  }

  /**
   * From now on closing means to end the output, and to wait a moment for the client's end: input
   * that nobody reads any more would make the kernel reset the connection, and the client lose an
   * answer that it has not read yet (RFC 9112, section 9.6).
   */
  void linger() {
    lingers = true;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    present.add(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    present.remove(this);
    stopTimer();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (reading == Reading.NOTHING) {
      reading = Reading.HEAD;
    }
    if (preface == null || preface.isKnown()) {
      context.fireChannelRead(message);
    } else if (preface.read(context, (ByteBuf) message)) {
      step(context.pipeline());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (reading != Reading.HEAD) {
      stopTimer();
    } else if (headTimer == null && !context.isRemoved()) {
      startTimer(context);
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (!lingers || closing || !context.channel().isActive()) {
      context.close(promise);
      return;
    }
    closing = true;
    stopTimer();
    context.channel().config().setAutoRead(true);
    // Behind what is still to be written.
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> shutdownOutput(context));
    context.executor().schedule(() -> context.close(promise), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void shutdownOutput(ChannelHandlerContext context) {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else {
      ((DuplexChannel) context.channel()).shutdownOutput();
    }
  }

  /** Bytes whose end the decoder cannot find: what can still be answered is answered first. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      // Vert.x would tell a request that waits for its turn, which cannot be told yet (5.0.8).
      context.close();
      return;
    }
    linger();
    context.fireExceptionCaught(cause);
  }

  private void startTimer(ChannelHandlerContext context) {
    headTimer =
        context.executor().schedule(() -> tooSlow(context), headMillis, TimeUnit.MILLISECONDS);
  }

  private void tooSlow(ChannelHandlerContext context) {
    headTimer = null;
    if (context.channel().config().isAutoRead()) {
      context.close();
    } else {
      // It is the server that does not read: an earlier request is not answered yet.
      startTimer(context);
    }
  }

  private void stopTimer() {
    if (headTimer != null) {
      headTimer.cancel(false);
      headTimer = null;
    }
  }

  private void step(ChannelPipeline pipeline) {
    pipeline.remove(WATCH);
    pipeline.remove(this);
  }

  /** Behind the decoder: checks heads, and sees where heads and bodies end. */
  private final class HeadWatch extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (refused || answered) {
        ReferenceCountUtil.release(message);
        return;
      }
      if (message instanceof HttpRequest request) {
        RequestHead.check(request);
        // Bytes behind a head that is refused belong to it, or are not to be trusted.
        refused = request.decoderResult().isFailure();
      } else if (message instanceof LastHttpContent end) {
        RequestHead.check(end);
      }
      reading = message instanceof LastHttpContent || refused ? Reading.NOTHING : Reading.BODY;
      context.fireChannelRead(message);
    }
  }
}

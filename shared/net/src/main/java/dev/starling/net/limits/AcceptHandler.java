package dev.starling.net.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Stands before what a listening socket hands its connections to: one that is refused gets no event
 * loop, no pipeline and no TLS handshake of Vert.x's. Belongs to the event loop that accepts.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
  private final ConnectionLimiter limiter;
  private final RejectionMessage words;

  AcceptHandler(ConnectionLimiter limiter, RejectionMessage words) {
    this.limiter = limiter;
    this.words = words;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    if (!(connection.remoteAddress() instanceof InetSocketAddress peer)) {
      // It is gone already.
      connection.unsafe().closeForcibly();
      return;
    }
    Optional<RejectionReason> reason = limiter.enter(connection, peer.getAddress());
    if (reason.isPresent()) {
      refuse(context, connection, reason.get());
    } else {
      if (limiter.isProxied()) {
        connection.pipeline().addLast(new Announced());
      }
      context.fireChannelRead(connection);
    }
  }

  private void refuse(ChannelHandlerContext context, Channel connection, RejectionReason reason) {
    Optional<RejectionHandler> farewell = RejectionHandler.with(connection, words.of(reason));
    if (farewell.isEmpty()) {
      // Tells no listener; there is none yet on a connection that is refused.
      connection.unsafe().closeForcibly();
    } else {
      connection.pipeline().addLast(farewell.get());
      context.channel().eventLoop().register(connection);
    }
  }

  /** Finds its place behind Vert.x's decoder of the load balancer's announcement. */
  private final class Announced extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      String decoder = context.pipeline().context(HAProxyMessageDecoder.class).name();
      context.pipeline().addAfter(decoder, null, new Announcement());
      context.pipeline().remove(this);
      context.fireChannelActive();
    }
  }

  /** Judges a connection once the load balancer has said whose it is. */
  private final class Announcement extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Optional<RejectionReason> reason =
          client((HAProxyMessage) message)
              .flatMap(client -> limiter.visit(context.channel(), client));
      if (reason.isEmpty()) {
        context.pipeline().remove(this);
        context.fireChannelRead(message);
        return;
      }
      ReferenceCountUtil.release(message);
      Optional<RejectionHandler> farewell =
          RejectionHandler.with(context.channel(), words.of(reason.get()));
      if (farewell.isEmpty()) {
        context.close();
      } else {
        context.pipeline().replace(this, null, farewell.get());
      }
    }

    /**
     * Empty when the load balancer speaks for itself, as in its checks (LOCAL), or announces
     * nothing that is an IP address (UNKNOWN, AF_UNSPEC, AF_UNIX): counted by its own address,
     * these would take each other's places.
     */
    private static Optional<InetAddress> client(HAProxyMessage message) {
      return Optional.ofNullable(message.sourceAddress())
          .map(NetUtil::createInetAddressFromIpAddressString);
    }
  }
}

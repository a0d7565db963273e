package dev.starling.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;

/** A user of a chat over WebSocket. */
final class WebSocketMember extends WebSocketClient {
  private final String username;
  private final boolean saysName;
  private final ChatListener listener;

  WebSocketMember(String username, boolean saysName, Dialect dialect, ChatListener listener) {
    super(ChatServer.PATH, dialect);
    this.username = username;
    this.saysName = saysName;
    this.listener = listener;
  }

  @Override
  void opened(ChannelHandlerContext ctx) {
    if (saysName) {
      ctx.writeAndFlush(text(ChatJson.connect(username)));
    }
    listener.opened();
  }

  @Override
  void received(ChannelHandlerContext ctx, ByteBuf text) {
    switch (ChatJson.kind(text)) {
      case ChatJson.MESSAGE -> listener.message(text);
      case ChatJson.JOINED -> listener.joined();
      case ChatJson.WELCOME -> {}
      default -> listener.unexpected(text.toString(StandardCharsets.UTF_8));
    }
  }

  @Override
  void closed(Throwable cause) {
    listener.closed(cause);
  }
}

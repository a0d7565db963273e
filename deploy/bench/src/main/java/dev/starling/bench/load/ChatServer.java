package dev.starling.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import java.nio.charset.StandardCharsets;

/** What a chat server expects of its clients and tells them. */
public enum ChatServer {
  /** Users have names, and everyone is told who comes. */
  STARLING(true) {
    @Override
    ByteBuf message(String username, String text) {
      return WebSocketClient.text(ChatJson.message(text));
    }
  },

  /** The same over TCP, line by line. */
  STARLING_LINES(true) {
    @Override
    ChannelHandler member(String username, ChatListener listener) {
      return new LineMember(username, true, listener);
    }

    @Override
    ByteBuf message(String username, String text) {
      return line(text);
    }

    @Override
    long numberIn(ByteBuf message) {
      return LineMember.numberIn(message);
    }
  },

  /** Sends what it is sent to everyone, as it is: it is sent what Starling would send. */
  BARE(false) {
    @Override
    ByteBuf message(String username, String text) {
      return WebSocketClient.text(ChatJson.event(username, text));
    }
  },

  /** The same in the words of socket.io. */
  SOCKET_IO(false) {
    @Override
    ChannelHandler member(String username, ChatListener listener) {
      return new WebSocketMember(username, false, Dialect.SOCKET_IO, listener);
    }

    @Override
    ByteBuf message(String username, String text) {
      return WebSocketClient.text(
          Dialect.SOCKET_IO.event("message", ChatJson.event(username, text)));
    }
  },

  /** The same over TCP, line by line. */
  BARE_LINES(false) {
    @Override
    ChannelHandler member(String username, ChatListener listener) {
      return new LineMember(username, false, listener);
    }

    @Override
    ByteBuf message(String username, String text) {
      return line(username + ": " + text);
    }

    @Override
    long numberIn(ByteBuf message) {
      return LineMember.numberIn(message);
    }
  };

  static final String PATH = "/chat";

  private final boolean hasNames;

  ChatServer(boolean hasNames) {
    this.hasNames = hasNames;
  }

  /** Starling's. */
  public static ChatServer starling(boolean overTcp) {
    return overTcp ? STARLING_LINES : STARLING;
  }

  /** One that passes on what it is sent. */
  public static ChatServer bare(boolean overTcp, Dialect dialect) {
    if (overTcp) {
      return BARE_LINES;
    }
    return dialect == Dialect.SOCKET_IO ? SOCKET_IO : BARE;
  }

  /** A client's end of a connection. */
  ChannelHandler member(String username, ChatListener listener) {
    return new WebSocketMember(username, hasNames, Dialect.PLAIN, listener);
  }

  /** What a client writes to say this. */
  abstract ByteBuf message(String username, String text);

  /** The number in the text of a message that came. */
  long numberIn(ByteBuf message) {
    return ChatJson.numberIn(message);
  }

  /** How often somebody's coming is told while a crowd of this size gathers. */
  long joins(long size) {
    return hasNames ? size * (size + 1) / 2 : 0;
  }

  private static ByteBuf line(String text) {
    return Unpooled.copiedBuffer(text + "\n", StandardCharsets.US_ASCII);
  }
}

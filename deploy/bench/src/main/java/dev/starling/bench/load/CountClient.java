package dev.starling.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** One client of the counter: reads numbers. */
final class CountClient extends WebSocketClient {
  /** What happens to a client, told on its event loop. */
  interface Listener {
    void opened();

    void shows(long previous, long number);

    void closed(Throwable cause);
  }

  static final long NOTHING = -1;

  private final Listener listener;
  private long shown = NOTHING;

  CountClient(Dialect dialect, Listener listener) {
    super("/counter", dialect);
    this.listener = listener;
  }

  @Override
  void opened(ChannelHandlerContext ctx) {
    listener.opened();
  }

  @Override
  void received(ChannelHandlerContext ctx, ByteBuf digits) {
    long number = 0;
    while (digits.isReadable()) {
      number = 10 * number + digits.readByte() - '0';
    }
    listener.shows(shown, number);
    shown = number;
  }

  @Override
  void closed(Throwable cause) {
    listener.closed(cause);
  }
}

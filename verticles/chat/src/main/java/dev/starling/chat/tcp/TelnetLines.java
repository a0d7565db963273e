package dev.starling.chat.tcp;

import dev.starling.net.tcp.LineFramer;
import dev.starling.net.tcp.TcpConnection;
import dev.starling.net.tcp.TelnetFilter;
import io.vertx.core.buffer.Buffer;

/** Between a terminal's connection and its lines: telnet's commands do not get through. */
record TelnetLines(TcpConnection connection, LineFramer framer, Runnable violated)
    implements TelnetFilter.Listener {
  static final String ENDLESS =
      "telnet parameters longer than " + TelnetFilter.MOST_PARAMETERS + " bytes";

  @Override
  public void data(Buffer data) {
    framer.feed(data);
  }

  @Override
  public void reply(Buffer refusals) {
    connection.reply(refusals);
  }

  @Override
  public void endless() {
    violated.run();
  }
}

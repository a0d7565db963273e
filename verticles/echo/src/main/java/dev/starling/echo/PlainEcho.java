package dev.starling.echo;

import dev.starling.core.roster.LiveRoster;
import dev.starling.net.tcp.TcpConnection;
import java.util.function.Consumer;

/** The echo protocol of RFC 862: bytes go back as they come, of any number. */
final class PlainEcho implements Consumer<TcpConnection> {
  private final LiveRoster roster;

  PlainEcho(LiveRoster roster) {
    this.roster = roster;
  }

  @Override
  public void accept(TcpConnection connection) {
    connection.onData(
        data -> {
          connection.countMessage();
          connection.reply(data);
        });
    connection.onClose(roster::depart);
    roster.arrive(total -> {});
    connection.read();
  }
}

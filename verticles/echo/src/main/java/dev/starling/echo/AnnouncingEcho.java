package dev.starling.echo;

import dev.starling.core.roster.LiveRoster;
import dev.starling.core.roster.RosterChange;
import dev.starling.net.tcp.LineFramer;
import dev.starling.net.tcp.TcpConnection;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lines go back to their sender; clients that come or go are announced to all, on all instances.
 * Belongs to one event loop and its clients.
 */
final class AnnouncingEcho implements Consumer<TcpConnection> {
  private static final int MAX_LINE = 65_536;
  private static final Buffer TOO_LONG =
      Buffer.buffer("ERROR line longer than " + MAX_LINE + " bytes\n");

  private final LiveRoster roster;
  private final Set<TcpConnection> clients = new HashSet<>();

  /** Creates it on its event loop. */
  AnnouncingEcho(LiveRoster roster) {
    this.roster = roster;
    roster.listen(this::announce);
  }

  @Override
  public void accept(TcpConnection client) {
    LineFramer framer = new LineFramer(MAX_LINE, new EchoedLines(client));
    client.onData(framer::feed);
    client.onEnd(
        () -> {
          Buffer rest = framer.remainder();
          if (rest != null) {
            client.reply(rest);
          }
          client.finish();
        });
    client.onClose(
        () -> {
          clients.remove(client);
          roster.depart();
        });
    roster.arrive(
        total -> {
          client.offer(Announcement.welcome(total));
          if (!client.isClosed()) {
            clients.add(client);
            client.read();
          }
        });
  }

  private void announce(RosterChange change) {
    Buffer news = Announcement.of(change);
    // A copy: a client that does not read is closed, and leaves the set, while it is sent to.
    Set.copyOf(clients).forEach(client -> client.offer(news));
  }

  private record EchoedLines(TcpConnection client) implements LineFramer.Lines {
    @Override
    public void line(Buffer line) {
      client.countMessage();
      client.reply(line);
    }

    @Override
    public void tooLong() {
      client.refuse("line too long", TOO_LONG);
    }
  }
}

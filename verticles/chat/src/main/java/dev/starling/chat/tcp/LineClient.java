package dev.starling.chat.tcp;

import dev.starling.chat.Door;
import dev.starling.chat.Watch;
import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.MessageRules;
import dev.starling.chat.input.Username;
import dev.starling.chat.room.Batch;
import dev.starling.chat.room.Guest;
import dev.starling.chat.room.Refusal;
import dev.starling.chat.room.Seat;
import dev.starling.chat.room.Welcome;
import dev.starling.shared.contract.Bearer;
import dev.starling.shared.tcp.LineFramer;
import dev.starling.shared.tcp.TcpConnection;
import dev.starling.shared.tcp.TelnetFilter;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** One terminal: its lines to the room, the room's news to it. Belongs to its event loop. */
final class LineClient implements Guest, Watch.Watched, LineFramer.Lines {
  /** Stands for a line that was too long, in its place among those that wait. */
  private static final Buffer TOO_LONG = Buffer.buffer();

  private final TcpConnection connection;
  private final Door door;

  // Lines that came before the room let the user in; null when there are none.
  private Queue<Buffer> early;
  private Username username;
  private Seat seat;
  private boolean introduced;
  private long expires = Bearer.NEVER;
  private boolean welcome;
  private boolean begun;
  private boolean ended;
  private boolean over;
  private long lastHeard = System.nanoTime();

  LineClient(TcpConnection connection, Door door) {
    this.connection = connection;
    this.door = door;
  }

  /** Begins to listen to the client. */
  void open() {
    LineFramer framer = new LineFramer(door.rules().maxBytes(), this);
    TelnetFilter telnet =
        new TelnetFilter(new TelnetLines(connection, framer, this::telnetViolated));
    connection.onData(telnet::feed);
    connection.onEnd(() -> end(framer));
    connection.onClose(this::closed);
    door.watch().add(this);
    connection.read();
  }

  @Override
  public void line(Buffer line) {
    lastHeard = System.nanoTime();
    connection.countMessage();
    if (over) {
      return;
    }
    if (!introduced) {
      connect(line);
    } else if (!begun) {
      keep(line);
    } else {
      say(line);
    }
  }

  @Override
  public void tooLong() {
    lastHeard = System.nanoTime();
    if (over) {
      return;
    }
    if (!introduced) {
      refuse(expectedConnect());
    } else if (!begun) {
      keep(TOO_LONG);
    } else {
      complain(door.rates().admits(username) ? door.rules().tooLong() : door.rules().tooFast());
    }
  }

  private void connect(Buffer line) {
    Optional<Introduction> said = Introduction.of(content(line), door.credentials().areNeeded());
    if (said.isEmpty()) {
      refuse(expectedConnect());
      return;
    }
    Optional<Username> name = Username.parse(said.get().username());
    if (name.isEmpty()) {
      refuse(Username.refusal(said.get().username()));
      return;
    }
    introduced = true;
    // Lines that come before the welcome wait in the socket.
    connection.hold();
    door.credentials()
        .check(name, said.get().token())
        .onSuccess(this::enter)
        .onFailure(failure -> refuse(((Credentials.Denied) failure).why()));
  }

  private void enter(Credentials.Identity identity) {
    if (!over) {
      username = identity.username();
      expires = identity.expires();
      seat = door.room().enter(door.audience(), this, identity.username(), Optional.empty());
    }
  }

  private Refusal expectedConnect() {
    return Lines.expected(door.credentials().areNeeded());
  }

  private void keep(Buffer line) {
    if (early == null) {
      early = new ArrayDeque<>();
    }
    early.add(line == TOO_LONG ? line : line.copy());
  }

  private void say(Buffer line) {
    byte[] content = content(line);
    if (content.length == 0) {
      return;
    }
    if (!door.rates().admits(username)) {
      complain(door.rules().tooFast());
      return;
    }
    Optional<String> text = MessageRules.decode(content);
    Optional<Refusal> wrong =
        text.isEmpty() ? Optional.of(MessageRules.notUtf8()) : door.rules().check(text.get());
    if (wrong.isPresent()) {
      complain(wrong.get());
    } else {
      door.room().say(seat, null, text.get());
    }
  }

  private void end(LineFramer framer) {
    ended = true;
    Buffer rest = framer.remainder();
    if (rest != null && !over) {
      line(rest.appendByte((byte) '\n'));
    }
    if (seat == null) {
      connection.finish();
    } else if (begun) {
      door.room().leave(seat);
    }
  }

  private void closed() {
    over = true;
    door.watch().remove(this);
    if (seat != null) {
      door.room().leave(seat);
    }
    if (welcome) {
      door.departed();
    }
  }

  private void telnetViolated() {
    over = true;
    connection.refuse("violation", Lines.error(TelnetLines.ENDLESS));
  }

  private void refuse(Refusal why) {
    refuse(why, Lines.error(why));
  }

  private void refuse(Refusal why, Buffer lastWords) {
    if (connection.isClosed()) {
      return;
    }
    over = true;
    door.watch().remove(this);
    door.room().countRefusal(why);
    connection.refuse(why.code().text(), lastWords);
  }

  private void complain(Refusal why) {
    door.room().countRefusal(why);
    connection.reply(Lines.error(why));
  }

  @Override
  public void welcome(Welcome news) {
    if (connection.isClosed()) {
      return;
    }
    welcome = true;
    door.arrived();
    connection.offer(Lines.welcome(news.online()));
    // After its own joined, which is about to be delivered.
    door.next(this::begin);
  }

  private void begin() {
    begun = true;
    Queue<Buffer> waiting = early;
    early = null;
    if (waiting != null) {
      for (Buffer line : waiting) {
        if (line == TOO_LONG) {
          tooLong();
        } else {
          say(line);
        }
      }
    }
    if (ended) {
      door.room().leave(seat);
    }
    connection.read();
  }

  @Override
  public void refused(Refusal why) {
    refuse(why);
  }

  @Override
  public void deliver(Batch batch) {
    connection.offer(batch.lines());
  }

  @Override
  public void gap(long from, long to) {
    connection.offer(Lines.error((to - from + 1) + " event(s) are lost"));
  }

  @Override
  public void restarted(String epoch, long seq) {
    connection.offer(Lines.error("the transcript began anew, events may be missing"));
  }

  @Override
  public void accepted(String id, long seq) {
    // Lines have no id; the message itself comes back.
  }

  @Override
  public void rejected(String id, Refusal why) {
    complain(why);
  }

  @Override
  public void replaced() {
    // Only sessions are replaced, and lines cannot resume one.
    connection.finish();
  }

  @Override
  public void expelled(Refusal why) {
    refuse(why);
  }

  @Override
  public void failed() {
    over = true;
    connection.abort("failed");
  }

  @Override
  public void left() {
    over = true;
    connection.finish();
  }

  @Override
  public boolean isConnected() {
    return introduced;
  }

  @Override
  public long lastHeard() {
    return lastHeard;
  }

  @Override
  public void notConnectedInTime() {
    Refusal why = expectedConnect();
    refuse(why, Lines.error(why).appendBuffer(Lines.error(door.notConnectedText())));
  }

  @Override
  public long expires() {
    return expires;
  }

  @Override
  public void expired() {
    over = true;
    connection.refuse("expired", Lines.error("the bearer token has expired"));
  }

  @Override
  public void idle() {
    over = true;
    connection.refuse("idle", Lines.error(door.idleText()));
  }

  private static byte[] content(Buffer line) {
    int length = line.length() - 1;
    if (length > 0 && line.getByte(length - 1) == '\r') {
      length--;
    }
    return line.getBytes(0, length);
  }
}

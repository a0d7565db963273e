package dev.starling.chat.tcp;

import dev.starling.chat.fanout.Batch;
import dev.starling.chat.input.MessageRules;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.input.Username;
import dev.starling.chat.session.ClientTransport;
import dev.starling.chat.session.ConnectionContext;
import dev.starling.chat.session.Session;
import dev.starling.chat.session.Welcome;
import dev.starling.net.tcp.LineFramer;
import dev.starling.net.tcp.TcpConnection;
import dev.starling.net.tcp.TelnetFilter;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The line protocol of one terminal. Belongs to its event loop. */
final class LineTransport implements ClientTransport, LineFramer.Lines {
  private final TcpConnection connection;
  private final ConnectionContext context;
  private final Session session;

  LineTransport(TcpConnection connection, ConnectionContext context) {
    this.connection = connection;
    this.context = context;
    this.session = new Session(this, context);
  }

  /** Begins to listen to the client. */
  void open() {
    LineFramer framer = new LineFramer(context.rules().maxBytes(), this);
    TelnetFilter telnet =
        new TelnetFilter(new TelnetLines(connection, framer, this::telnetViolated));
    connection.onData(telnet::feed);
    connection.onEnd(() -> end(framer));
    // Lines cannot resume a session: when the connection is gone, the user has left.
    connection.onClose(() -> session.closed(true));
    connection.read();
  }

  @Override
  public void line(Buffer line) {
    session.heard();
    connection.countMessage();
    if (session.isOver()) {
      return;
    }
    if (session.isExpected()) {
      connect(content(line));
    } else {
      byte[] content = content(line);
      session.whenJoined(null, content.length, () -> say(content));
    }
  }

  @Override
  public void tooLong() {
    session.heard();
    if (session.isOver()) {
      return;
    }
    if (session.isExpected()) {
      session.refuse(expectedConnect(), Close.REFUSED);
    } else {
      session.whenJoined(
          null, 0, () -> session.speech().rejectOneMore(null, context.rules().tooLong()));
    }
  }

  private void connect(byte[] line) {
    Optional<ConnectLine> said = ConnectLine.of(line, context.credentials().areNeeded());
    if (said.isEmpty()) {
      session.refuse(expectedConnect(), Close.REFUSED);
      return;
    }
    Optional<Username> name = Username.parse(said.get().username());
    if (name.isEmpty()) {
      session.refuse(Username.refusal(said.get().username()), Close.REFUSED);
      return;
    }
    // Lines that come before the welcome wait in the socket.
    connection.hold();
    session.connect(name, said.get().token(), Optional.empty());
  }

  private Rejection expectedConnect() {
    return Lines.expected(context.credentials().areNeeded());
  }

  private void say(byte[] content) {
    if (content.length == 0) {
      return;
    }
    Optional<String> text = MessageRules.decode(content);
    if (text.isPresent()) {
      session.speech().say(null, text.get());
    } else {
      session.speech().rejectOneMore(null, MessageRules.notUtf8());
    }
  }

  private void end(LineFramer framer) {
    Buffer rest = framer.remainder();
    if (rest != null && !session.isOver()) {
      line(rest.appendByte((byte) '\n'));
    }
    session.end();
  }

  private void telnetViolated() {
    session.closed(true);
    connection.refuse("violation", Lines.error(TelnetLines.ENDLESS));
  }

  @Override
  public void welcome(Welcome welcome) {
    connection.offer(Lines.welcome(welcome.online()));
    connection.read();
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
  public void reject(String id, Rejection why) {
    connection.reply(Lines.error(why));
  }

  @Override
  public void refuse(Rejection why, Close close) {
    if (!connection.isClosed()) {
      connection.refuse(why.code().text(), Lines.error(why));
    }
  }

  @Override
  public void close(Close close) {
    switch (close) {
      case NOT_CONNECTED ->
          connection.refuse(
              Rejection.Code.EXPECTED_CONNECT.text(),
              Lines.error(expectedConnect()).appendBuffer(Lines.error(context.notConnectedText())));
      case IDLE -> connection.refuse("idle", Lines.error(context.idleText()));
      case EXPIRED -> connection.refuse("expired", Lines.error("the bearer token has expired"));
      case TOO_SLOW -> connection.abort("slow");
      case FAILED -> connection.abort("failed");
      default -> connection.finish();
    }
  }

  @Override
  public void finish() {
    connection.finish();
  }

  @Override
  public boolean canResume() {
    return false;
  }

  @Override
  public TcpConnection connection() {
    return connection;
  }

  private static byte[] content(Buffer line) {
    int length = line.length() - 1;
    if (length > 0 && line.getByte(length - 1) == '\r') {
      length--;
    }
    return line.getBytes(0, length);
  }
}

package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Someone at a terminal: types lines, gets each of them back, and reads the announcements between
 * them. Does not come back when its connection is lost.
 *
 * <p>All that can be read can be read from any thread; the rest belongs on the event loop.
 */
public final class EchoClient {
  private static final Pattern WELCOME = Pattern.compile("Welcome! (\\d+) user\\(s\\) are online!");
  private static final Pattern DISCONNECTED =
      Pattern.compile("Client disconnected\\. (\\d+) user\\(s\\) are online!");
  private static final String CONNECTED = "New user connected!";

  private final Events events;
  private final Deque<String> awaited = new ArrayDeque<>();
  private final List<Integer> disconnected = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private NetSocket socket;
  private volatile Integer welcome;
  private volatile int connected;
  private volatile int unanswered;
  private volatile boolean closed;

  EchoClient(Events events) {
    this.events = events;
  }

  void open(NetClient client, Address address) {
    client.connect(address.port(), address.host()).onComplete(this::opened, this::failed);
  }

  private void opened(NetSocket opened) {
    socket = opened;
    opened.handler(RecordParser.newDelimited("\n", this::read));
    opened.exceptionHandler(failure -> opened.close());
    opened.closeHandler(v -> lost());
  }

  private void failed(Throwable failure) {
    faults.add("not connected: " + failure);
    events.happened();
  }

  private void lost() {
    closed = true;
    events.happened();
  }

  /** Types a line, unless the connection is lost. */
  void type(String line) {
    if (socket == null || closed) {
      return;
    }
    awaited.add(line);
    unanswered = awaited.size();
    socket.write(line + "\n", StandardCharsets.ISO_8859_1.name());
  }

  void close() {
    if (socket != null) {
      socket.close();
    }
  }

  private void read(Buffer bytes) {
    String line = bytes.toString(StandardCharsets.ISO_8859_1);
    Matcher welcomed = WELCOME.matcher(line);
    Matcher left = DISCONNECTED.matcher(line);
    if (welcome == null && welcomed.matches()) {
      welcome = Integer.valueOf(welcomed.group(1));
    } else if (line.equals(CONNECTED)) {
      connected++;
    } else if (left.matches()) {
      disconnected.add(Integer.valueOf(left.group(1)));
    } else if (line.equals(awaited.peek())) {
      awaited.remove();
      unanswered = awaited.size();
    } else {
      faults.add("read '" + line + "' where it awaited '" + awaited.peek() + "'");
    }
    events.happened();
  }

  /** How many were online as it was welcomed; null before that. */
  public Integer welcome() {
    return welcome;
  }

  /** How often it read that someone had connected, itself included. */
  public int connected() {
    return connected;
  }

  /** How many were still online, for each time it read that someone had disconnected. */
  public List<Integer> disconnected() {
    return disconnected;
  }

  /** Lines it typed and did not get back yet. */
  public int unanswered() {
    return unanswered;
  }

  /** Whether its connection was closed or lost. */
  public boolean isClosed() {
    return closed;
  }

  /** What it should never have read. */
  List<String> faults() {
    return faults;
  }
}

package dev.starling.systemtests.clients;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.Recorder;
import dev.starling.systemtests.running.Address;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Somebody at a browser: resumes the session when the connection is lost, at the next of its
 * addresses, and sends again under its id what was not acknowledged.
 *
 * <p>What changes it belongs on the event loop, what asks can come from any thread.
 */
public final class ChatClient implements ChatUser {
  private static final long HANDSHAKE = 3_000;

  /** Close code of who was refused: to try again is of no use. */
  private static final int REFUSED = 4_002;

  private final ChatFleet.Surroundings around;
  private final List<Address> addresses;
  private final String username;
  private final Recorder recorder;
  private final Returning returning;
  private final Unacknowledged unacknowledged = new Unacknowledged();
  private final Set<String> told = new ConcurrentSkipListSet<>();
  private final Set<String> marks = new ConcurrentSkipListSet<>();

  private ClientWebSocket socket;
  private String session;

  // Of the event read last; null where it is not known.
  private String chain;
  private int attempts;
  private volatile boolean here;
  private volatile String epoch = "";
  private volatile long seq;
  private volatile int acknowledged;

  ChatClient(ChatFleet.Surroundings around, List<Address> addresses, String username) {
    this(around, addresses, username, around.history().of(username));
  }

  ChatClient(
      ChatFleet.Surroundings around, List<Address> addresses, String username, Recorder recorder) {
    this.around = around;
    this.addresses = List.copyOf(addresses);
    this.username = username;
    this.recorder = recorder;
    this.returning = new Returning(around.vertx(), around.random(), this::open);
  }

  @Override
  public String username() {
    return username;
  }

  @Override
  public void open() {
    Address address = addresses.get(attempts++ % addresses.size());
    recorder.saw(new Fact.Connecting(address.toString()));
    ClientWebSocket next = around.browsers().webSocket();
    next.textMessageHandler(text -> read(next, new JsonObject(text)));
    WebSocketConnectOptions target =
        new WebSocketConnectOptions()
            .setHost(address.host())
            .setPort(address.port())
            .setURI("/chat")
            .setTimeout(HANDSHAKE);
    next.connect(target).onComplete(opened -> opened(next), this::failed);
  }

  private void opened(ClientWebSocket opened) {
    socket = opened;
    opened.closeHandler(closed -> lost(opened));
    JsonObject connect = new JsonObject().put("type", "connect").put("username", username);
    if (session != null) {
      JsonObject resume =
          new JsonObject().put("session", session).put("epoch", epoch).put("seq", seq);
      if (chain != null) {
        resume.put("chain", chain);
      }
      connect.put("resume", resume);
    }
    opened.writeTextMessage(connect.encode());
  }

  private void failed(Throwable failure) {
    recorder.saw(new Fact.Failed(failure.toString()));
    returning.comeBack();
    around.events().happened();
  }

  private void read(ClientWebSocket from, JsonObject frame) {
    if (from != socket) {
      return;
    }
    switch (frame.getString("type")) {
      case "welcome" -> welcomed(frame);
      case "joined", "message", "left" -> received(frame);
      case "ack" -> acknowledged(frame);
      case "gap" -> gap(frame);
      case "error" -> refused(frame);
      default -> throw new AssertionError("an unknown frame: " + frame);
    }
    around.events().happened();
  }

  private void welcomed(JsonObject frame) {
    session = frame.getString("session");
    epoch = frame.getString("epoch");
    seq = frame.getLong("seq");
    chain = frame.getString("chain");
    recorder.saw(new Fact.Welcomed(session, epoch, seq));
    here = true;
    returning.isBack();
    unacknowledged.sendAll(this::send);
  }

  private void received(JsonObject frame) {
    String text = frame.getString("text", "");
    seq = frame.getLong("seq");
    chain = frame.getString("chain");
    recorder.saw(
        new Fact.Received(seq, frame.getString("type"), frame.getString("username"), text));
    if (ChatFleet.isMark(text)) {
      marks.add(text);
    }
  }

  private void gap(JsonObject frame) {
    chain = null;
    if (frame.containsKey("epoch")) {
      epoch = frame.getString("epoch");
      seq = frame.getLong("seq");
      recorder.saw(new Fact.Renewed(epoch, seq));
    } else {
      seq = frame.getLong("to");
      recorder.saw(new Fact.Gap(seq));
    }
  }

  private void acknowledged(JsonObject frame) {
    String id = frame.getString("id");
    recorder.saw(new Fact.Acknowledged(id, frame.getLong("seq")));
    unacknowledged.accepted(id);
    acknowledged++;
  }

  private void refused(JsonObject frame) {
    String code = frame.getString("code");
    String id = frame.getString("id", "");
    recorder.saw(new Fact.Refused(code, id));
    told.add(code);
    unacknowledged.refused(id);
  }

  private void lost(ClientWebSocket lost) {
    int code = lost.closeStatusCode() == null ? 0 : lost.closeStatusCode();
    recorder.saw(new Fact.Lost(code));
    told.add(Integer.toString(code));
    here = false;
    socket = null;
    if (code == REFUSED) {
      returning.stayAway();
    }
    returning.comeBack();
    around.events().happened();
  }

  /** Closes the connection and comes back only when asked to. */
  void goAway() {
    close();
  }

  /** Goes on where it was. */
  void comeBack() {
    returning.allow();
    open();
  }

  @Override
  public void stayAwayWhenLost() {
    returning.stayAway();
  }

  @Override
  public void close() {
    returning.stayAway();
    if (socket != null) {
      recorder.saw(new Fact.Leaving());
      socket.close();
    }
  }

  @Override
  public void say(String text) {
    send(unacknowledged.add(text), text);
  }

  @Override
  public void tryAgain() {
    if (here) {
      unacknowledged.sendDue(this::send);
    }
  }

  private void send(String id, String text) {
    if (here && socket != null) {
      recorder.saw(new Fact.Sent(id, text));
      socket.writeTextMessage(
          new JsonObject().put("type", "message").put("id", id).put("text", text).encode());
    }
  }

  /** Reads nothing any more from the connection that it has, while that lasts. */
  void stopReading() {
    socket.pause();
  }

  /** Reads again what has come meanwhile. */
  void readAgain() {
    if (socket != null) {
      socket.resume();
    }
  }

  @Override
  public boolean isHere() {
    return here;
  }

  @Override
  public int unacknowledged() {
    return unacknowledged.size();
  }

  /** How many messages are known to be accepted. */
  public int acknowledged() {
    return acknowledged;
  }

  @Override
  public boolean wasTold(String code) {
    return told.contains(code);
  }

  /** The epoch it reads. */
  public String epoch() {
    return epoch;
  }

  /** The number of the event it has read last. */
  public long seq() {
    return seq;
  }

  @Override
  public boolean hasRead(String mark) {
    return marks.contains(mark);
  }

  @Override
  public String toString() {
    return state();
  }

  @Override
  public String state() {
    return "%s is %s, has %d messages not acknowledged, is at %d of %s, was told %s"
        .formatted(username, here ? "here" : "away", unacknowledged(), seq, epoch, told);
  }
}

package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Somebody at a browser: resumes the session when the connection is lost, at the next of its
 * addresses, and sends again under its id what was not acknowledged. Keeps all it has read.
 *
 * <p>What changes it belongs on the event loop, what asks can come from any thread.
 */
public final class ChatClient implements ChatUser {
  private static final long FIRST_WAIT = 50;
  private static final long LONGEST_WAIT = 500;
  private static final long HANDSHAKE = 3_000;

  /** Whoever gets no answer for so long asks again. */
  private static final long ANSWER_NANOS = 3_000_000_000L;

  private static final long REFUSED = Long.MIN_VALUE / 2;

  private final Vertx vertx;
  private final WebSocketClient sockets;
  private final List<Address> addresses;
  private final String username;
  private final Random random;
  private final Events events;

  private ClientWebSocket socket;
  private boolean loyal = true;
  private int attempts;
  private long wait = FIRST_WAIT;
  private int ids;

  // Guarded by this.
  private final Map<String, Message> unacknowledged = new LinkedHashMap<>();
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<Stretch> stretches = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<Integer> closeCodes = new ArrayList<>();
  private String session;
  private final Set<String> marks = new HashSet<>();
  private boolean here;
  private int welcomes;

  private static final class Message {
    final String text;
    long sent;

    Message(String text) {
      this.text = text;
    }
  }

  private record Acknowledged(String epoch, String id, String text, long seq) {}

  /** What was read without a gap. */
  private static final class Stretch {
    final String epoch;
    final long after;
    final List<ChatEvent> events = new ArrayList<>();
    long seq;

    Stretch(String epoch, long after) {
      this.epoch = epoch;
      this.after = after;
      this.seq = after;
    }
  }

  ChatClient(
      Vertx vertx,
      WebSocketClient sockets,
      List<Address> addresses,
      String username,
      Random random,
      Events events) {
    this.vertx = vertx;
    this.sockets = sockets;
    this.addresses = List.copyOf(addresses);
    this.username = username;
    this.random = random;
    this.events = events;
  }

  @Override
  public String username() {
    return username;
  }

  @Override
  public void open() {
    Address address = addresses.get(attempts++ % addresses.size());
    ClientWebSocket next = sockets.webSocket();
    next.textMessageHandler(text -> read(next, new JsonObject(text)));
    WebSocketConnectOptions target =
        new WebSocketConnectOptions()
            .setHost(address.host())
            .setPort(address.port())
            .setURI("/chat")
            .setTimeout(HANDSHAKE);
    next.connect(target).onComplete(opened -> opened(next), failure -> comeBack());
  }

  private void opened(ClientWebSocket opened) {
    socket = opened;
    opened.closeHandler(closed -> lost(opened));
    JsonObject connect = new JsonObject().put("type", "connect").put("username", username);
    synchronized (this) {
      if (session != null) {
        Stretch last = last();
        connect.put(
            "resume",
            new JsonObject().put("session", session).put("epoch", last.epoch).put("seq", last.seq));
      }
    }
    opened.writeTextMessage(connect.encode());
  }

  private synchronized Stretch last() {
    return stretches.get(stretches.size() - 1);
  }

  private synchronized void read(ClientWebSocket from, JsonObject frame) {
    if (from != socket) {
      return;
    }
    switch (frame.getString("type")) {
      case "welcome" -> welcome(frame);
      case "joined", "message", "left" -> read(ChatEvent.of(frame));
      case "ack" -> acknowledged(frame);
      case "gap" -> gap(frame);
      case "error" -> refused(frame);
      default -> faults.add("an unknown frame: " + frame);
    }
    events.happened();
  }

  private void welcome(JsonObject frame) {
    here = true;
    welcomes++;
    wait = FIRST_WAIT;
    String epoch = frame.getString("epoch");
    long seq = frame.getLong("seq");
    if (session == null || !last().epoch.equals(epoch)) {
      stretches.add(new Stretch(epoch, seq));
    } else if (last().seq != seq) {
      faults.add("resumed after " + last().seq + ", welcomed at " + seq);
    }
    session = frame.getString("session");
    unacknowledged.forEach(this::send);
  }

  private void read(ChatEvent event) {
    Stretch stretch = last();
    if (event.seq() <= stretch.seq) {
      faults.add("read " + event + " after " + stretch.seq);
    }
    stretch.seq = event.seq();
    stretch.events.add(event);
    if (ChatFleet.isMark(event.text())) {
      marks.add(event.text());
    }
  }

  private void gap(JsonObject frame) {
    stretches.add(
        frame.containsKey("epoch")
            ? new Stretch(frame.getString("epoch"), frame.getLong("seq"))
            : new Stretch(last().epoch, frame.getLong("to")));
  }

  private void acknowledged(JsonObject frame) {
    String id = frame.getString("id");
    Message message = unacknowledged.remove(id);
    long seq = frame.getLong("seq");
    if (message != null) {
      acknowledged.add(new Acknowledged(last().epoch, id, message.text, seq));
    } else {
      acknowledged.stream()
          .filter(before -> before.id.equals(id) && before.seq != seq)
          .forEach(before -> faults.add(before + " is acknowledged again, as " + seq));
    }
  }

  private void refused(JsonObject frame) {
    refusals.add(frame.getString("code"));
    Message message = unacknowledged.get(frame.getString("id"));
    if (message != null) {
      message.sent = REFUSED;
    }
  }

  private void lost(ClientWebSocket lost) {
    synchronized (this) {
      if (lost.closeStatusCode() != null) {
        closeCodes.add(lost.closeStatusCode().intValue());
      }
      here = false;
    }
    socket = null;
    comeBack();
  }

  private void comeBack() {
    events.happened();
    if (loyal) {
      vertx.setTimer(wait + random.nextLong(wait), now -> reopen());
      wait = Math.min(LONGEST_WAIT, 2 * wait);
    }
  }

  private void reopen() {
    if (loyal) {
      open();
    }
  }

  @Override
  public void stayAwayWhenLost() {
    loyal = false;
  }

  @Override
  public void close() {
    loyal = false;
    if (socket != null) {
      socket.close();
    }
  }

  @Override
  public synchronized void say(String text) {
    String id = "m" + ids++;
    Message message = new Message(text);
    unacknowledged.put(id, message);
    send(id, message);
  }

  @Override
  public synchronized void tryAgain() {
    long now = System.nanoTime();
    unacknowledged.forEach(
        (id, message) -> {
          if (now - message.sent > ANSWER_NANOS) {
            send(id, message);
          }
        });
  }

  private void send(String id, Message message) {
    if (here && socket != null) {
      message.sent = System.nanoTime();
      socket.writeTextMessage(
          new JsonObject().put("type", "message").put("id", id).put("text", message.text).encode());
    }
  }

  @Override
  public synchronized boolean isHere() {
    return here;
  }

  @Override
  public synchronized int unacknowledged() {
    return unacknowledged.size();
  }

  /** How many messages are known to be accepted. */
  public synchronized int acknowledged() {
    return acknowledged.size();
  }

  /** How often the user was welcomed. */
  public synchronized int welcomes() {
    return welcomes;
  }

  /** The codes of errors so far, in turn. */
  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** The codes with which connections were closed so far, in turn. */
  public synchronized List<Integer> closeCodes() {
    return List.copyOf(closeCodes);
  }

  /** How often it was told that it misses something. */
  public synchronized int gaps() {
    return Math.max(0, stretches.size() - 1);
  }

  /** The epoch it reads. */
  public synchronized String epoch() {
    return stretches.isEmpty() ? "" : last().epoch;
  }

  @Override
  public synchronized List<String> lines() {
    return stretches.stream()
        .flatMap(stretch -> stretch.events.stream())
        .map(ChatEvent::line)
        .toList();
  }

  /** Texts that were acknowledged, in any epoch. */
  public synchronized List<String> acknowledgedTexts() {
    return acknowledged.stream().map(Acknowledged::text).toList();
  }

  @Override
  public synchronized boolean hasRead(String mark) {
    return marks.contains(mark);
  }

  @Override
  public synchronized List<String> faults(ChatTranscript all) {
    List<String> found = new ArrayList<>();
    faults.forEach(fault -> found.add(username + ": " + fault));
    for (Stretch stretch : stretches) {
      if (stretch.epoch.equals(all.epoch())) {
        List<ChatEvent> expected = all.between(stretch.after, stretch.seq);
        ChatTranscript.difference(expected, stretch.events)
            .ifPresent(difference -> found.add(username + " read otherwise: " + difference));
      }
    }
    for (Acknowledged one : acknowledged) {
      if (one.epoch.equals(all.epoch())) {
        ChatEvent expected = new ChatEvent(one.seq, "message", username, one.text);
        if (!all.events().contains(expected)) {
          found.add(username + ": acknowledged and not there: " + expected);
        }
      }
    }
    return found;
  }

  @Override
  public synchronized String state() {
    return username
        + (here ? " is here" : " is away")
        + ", unacknowledged "
        + unacknowledged.size()
        + ", read "
        + stretches.stream()
            .map(stretch -> stretch.epoch + " " + stretch.after + " to " + stretch.seq)
            .toList()
        + ", refusals "
        + refusals.subList(Math.max(0, refusals.size() - 3), refusals.size())
        + ", closed with "
        + closeCodes;
  }
}

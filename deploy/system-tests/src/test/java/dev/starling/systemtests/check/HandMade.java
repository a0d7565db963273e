package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.Fact.Acknowledged;
import dev.starling.systemtests.history.Fact.Connecting;
import dev.starling.systemtests.history.Fact.Line;
import dev.starling.systemtests.history.Fact.Lost;
import dev.starling.systemtests.history.Fact.Received;
import dev.starling.systemtests.history.Fact.Sent;
import dev.starling.systemtests.history.Fact.Shown;
import dev.starling.systemtests.history.Fact.Welcomed;
import dev.starling.systemtests.history.History;
import java.time.Duration;
import java.util.List;

/** A history that a test tells, with a clock moved by hand. */
final class HandMade {
  static final String EPOCH = "e1";

  private long now = 1_000_000_000L;
  private final History history = new History(() -> now);

  History history() {
    return history;
  }

  HandMade after(Duration time) {
    now += time.toNanos();
    return this;
  }

  HandMade afterMillis(long millis) {
    return after(Duration.ofMillis(millis));
  }

  HandMade saw(String client, Fact... facts) {
    for (Fact fact : facts) {
      history.of(client).saw(fact);
    }
    return this;
  }

  /** Each of them saw the same. */
  HandMade all(List<String> clients, Fact... facts) {
    clients.forEach(client -> saw(client, facts));
    return this;
  }

  HandMade note(Fact.Fault fault) {
    history.note(fault);
    return this;
  }

  static Welcomed welcomed(String session, long seq) {
    return new Welcomed(session, EPOCH, seq);
  }

  static Welcomed welcomedAtTerminal() {
    return new Welcomed("", "", 0);
  }

  static Sent sent(String id) {
    return new Sent(id, "text of " + id);
  }

  static Acknowledged acknowledged(String id, long seq) {
    return new Acknowledged(id, seq);
  }

  static Received joined(long seq, String username) {
    return new Received(seq, "joined", username, "");
  }

  static Received left(long seq, String username) {
    return new Received(seq, "left", username, "");
  }

  static Received message(long seq, String username, String id) {
    return new Received(seq, "message", username, "text of " + id);
  }

  static Line line(String text) {
    return new Line(text);
  }

  static Connecting connecting(String address) {
    return new Connecting(address);
  }

  static Shown shown(int number) {
    return new Shown(number);
  }

  static Lost lost() {
    return new Lost(0);
  }
}

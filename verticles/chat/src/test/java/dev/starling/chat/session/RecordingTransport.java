package dev.starling.chat.session;

import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.input.Rejection;
import dev.starling.net.ClientConnection;
import java.util.ArrayList;
import java.util.List;

/** A client's end in memory: writes down what it is told, in short words. */
final class RecordingTransport implements ClientTransport, ClientConnection {
  final List<String> told = new ArrayList<>();
  Welcome welcome;
  boolean canResume = true;
  boolean throwing;

  /** Whether it takes nothing more after each batch until it is drained. */
  boolean slow;

  private boolean full;
  private boolean closed;
  private Runnable step;

  /** What it was told since the last call. */
  List<String> news() {
    List<String> news = List.copyOf(told);
    told.clear();
    return news;
  }

  /** It takes what was sent; false when nobody waited for that. */
  boolean drain() {
    full = false;
    Runnable waiting = step;
    step = null;
    if (waiting != null) {
      waiting.run();
    }
    return waiting != null;
  }

  @Override
  public void welcome(Welcome welcome) {
    this.welcome = welcome;
    told.add("welcome " + welcome.seq());
  }

  @Override
  public void deliver(Batch batch) {
    if (throwing) {
      throw new IllegalStateException("cannot be told");
    }
    for (EncodedEvent event : batch.events()) {
      told.add("event " + event.seq());
    }
    full = slow;
  }

  @Override
  public void gap(long from, long to) {
    told.add("gap " + from + ".." + to);
  }

  @Override
  public void restarted(String epoch, long seq) {
    told.add("restarted " + epoch + " " + seq);
  }

  @Override
  public void accepted(String id, long seq) {
    told.add("accepted " + id + " " + seq);
  }

  @Override
  public void reject(String id, Rejection why) {
    told.add("reject " + id + " " + why.code());
  }

  @Override
  public void refuse(Rejection why, Close close) {
    told.add("refuse " + why.code() + " " + close);
    closed = true;
  }

  @Override
  public void close(Close close) {
    told.add("close " + close);
    closed = true;
  }

  @Override
  public void finish() {
    told.add("finish");
    closed = true;
  }

  @Override
  public boolean canResume() {
    return canResume;
  }

  @Override
  public ClientConnection connection() {
    return this;
  }

  @Override
  public boolean isBlocked() {
    return full;
  }

  @Override
  public void whenDrained(Runnable step) {
    this.step = step;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }
}

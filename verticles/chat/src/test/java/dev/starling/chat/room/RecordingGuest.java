package dev.starling.chat.room;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told; when it is to fail, it throws. */
final class RecordingGuest implements Guest {
  final List<String> heard = new CopyOnWriteArrayList<>();
  volatile boolean fails;
  volatile String session;

  private void hear(String what) {
    if (fails) {
      throw new IllegalStateException("broken");
    }
    heard.add(what);
  }

  @Override
  public void welcome(Welcome welcome) {
    session = welcome.session();
    hear("welcome");
  }

  @Override
  public void refused(Refusal why) {
    hear("refused " + why.code());
  }

  @Override
  public void deliver(Batch batch) {
    hear("events " + batch.events().get(0).seq());
  }

  @Override
  public void gap(long from, long to) {
    hear("gap");
  }

  @Override
  public void restarted(String epoch, long seq) {
    hear("restarted");
  }

  @Override
  public void accepted(String id, long seq) {
    hear("accepted " + id);
  }

  @Override
  public void rejected(String id, Refusal why) {
    hear("rejected");
  }

  @Override
  public void replaced() {
    hear("replaced");
  }

  @Override
  public void expelled(Refusal why) {
    hear("expelled");
  }

  @Override
  public void failed() {
    heard.add("failed");
  }

  @Override
  public void left() {
    hear("left");
  }
}

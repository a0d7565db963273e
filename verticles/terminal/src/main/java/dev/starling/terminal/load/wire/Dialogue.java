package dev.starling.terminal.load.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/** A {@link Talk} over a connection: says its part, and reports what the other end makes of it. */
final class Dialogue implements Wire.Line {
  private final Talk talk;
  private final Wire.Events events;
  private final Consumer<String> send;
  private final Runnable hangUp;
  private final Promise<Wire.Line> welcome = Promise.promise();
  private boolean asking;

  Dialogue(Talk talk, Wire.Events events, Consumer<String> send, Runnable hangUp) {
    this.talk = talk;
    this.events = events;
    this.send = send;
    this.hangUp = hangUp;
  }

  /** Says hello; succeeds once that is accepted. */
  Future<Wire.Line> begin() {
    talk.greeting().ifPresentOrElse(send, () -> welcome.complete(this));
    return welcome.future();
  }

  @Override
  public void ask() {
    asking = true;
    send.accept(talk.next());
  }

  /** The other end has said something. */
  void heard(String message) {
    Talk.Heard heard = talk.hear(message);
    switch (heard.meaning()) {
      case WELCOME -> welcome.tryComplete(this);
      case ANSWER -> settle(() -> events.answered(Wire.NO_STATUS, false));
      case REJECTION -> rejected(new Failure(Failure.Kind.REJECTED, heard.reason()));
      case NOISE -> {}
    }
  }

  private void rejected(Failure failure) {
    if (welcome.tryFail(new NotWelcome(failure))) {
      hangUp.run();
    } else {
      settle(() -> events.rejected(failure));
    }
  }

  private void settle(Runnable event) {
    if (asking) {
      asking = false;
      event.run();
    }
  }

  /** The connection has ended, or has to. */
  void lost(Failure failure) {
    if (!welcome.tryFail(new NotWelcome(failure))) {
      events.lost(failure);
    }
    hangUp.run();
  }

  @Override
  public void close() {
    hangUp.run();
  }
}

package dev.starling.terminal.load.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/**
 * A {@link ProtocolDriver} over a connection: says its part, and reports what the other end makes
 * of it.
 */
final class Dialogue implements TargetClient.Line {
  private final ProtocolDriver driver;
  private final TargetClient.Events events;
  private final Consumer<String> send;
  private final Runnable hangUp;
  private final Promise<TargetClient.Line> welcome = Promise.promise();
  private boolean asking;

  Dialogue(
      ProtocolDriver driver, TargetClient.Events events, Consumer<String> send, Runnable hangUp) {
    this.driver = driver;
    this.events = events;
    this.send = send;
    this.hangUp = hangUp;
  }

  /** Says hello; succeeds once that is accepted. */
  Future<TargetClient.Line> begin() {
    driver.greeting().ifPresentOrElse(send, () -> welcome.complete(this));
    return welcome.future();
  }

  @Override
  public void ask() {
    asking = true;
    send.accept(driver.next());
  }

  /** The other end has said something. */
  void heard(String message) {
    ProtocolDriver.Heard heard = driver.hear(message);
    switch (heard.meaning()) {
      case WELCOME -> welcome.tryComplete(this);
      case ANSWER -> settle(() -> events.answered(TargetClient.NO_STATUS, false));
      case REJECTION -> rejected(new Failure(Failure.Kind.REJECTED, heard.reason()));
      case NOISE -> {}
    }
  }

  private void rejected(Failure failure) {
    if (welcome.tryFail(new RejectedException(failure))) {
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
    if (!welcome.tryFail(new RejectedException(failure))) {
      events.lost(failure);
    }
    hangUp.run();
  }

  @Override
  public void close() {
    hangUp.run();
  }
}

package dev.starling.chat.replication;

import io.vertx.core.Context;

/**
 * A {@link Loop} that is a Vert.x event loop.
 *
 * @param context of the event loop
 */
public record EventLoop(Context context) implements Loop {
  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public void post(Runnable step) {
    context.runOnContext(v -> step.run());
  }

  @Override
  public void later(long millis, Runnable step) {
    context.owner().setTimer(millis, timer -> post(step));
  }
}

package dev.starling.systemtests.clients;

import io.vertx.core.Context;
import io.vertx.core.Promise;

/** Work for an event loop from another thread. */
final class EventLoop {
  private EventLoop() {}

  /** Runs it there, and returns when it has run; throws what it throws. */
  static void run(Context context, Runnable action) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            action.run();
            done.complete();
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    done.future().toCompletionStage().toCompletableFuture().join();
  }
}

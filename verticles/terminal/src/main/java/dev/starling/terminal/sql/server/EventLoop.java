package dev.starling.terminal.sql.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** The one thread on which everything about the server happens, for threads that may block. */
public record EventLoop(Context context) {
  /** One of Vert.x. */
  public static EventLoop of(Vertx vertx) {
    return new EventLoop(vertx.getOrCreateContext());
  }

  /** Has something done there. */
  public void execute(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  /** Has something done there and waits for what comes of it. */
  public <T> T await(Supplier<? extends Future<T>> asked)
      throws InterruptedException, ExecutionException {
    CompletableFuture<T> done = new CompletableFuture<>();
    execute(
        () -> {
          try {
            asked.get().onSuccess(done::complete).onFailure(done::completeExceptionally);
          } catch (RuntimeException failure) {
            done.completeExceptionally(failure);
          }
        });
    return done.get();
  }
}

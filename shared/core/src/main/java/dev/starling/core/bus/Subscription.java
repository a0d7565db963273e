package dev.starling.core.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One consumer of this process, which can be registered anew when the cluster has lost sight of it.
 */
public final class Subscription<T> {
  private final Vertx vertx;
  private final Context context;
  private final String address;
  private final Handler<Message<T>> handler;
  private final Runnable closed;

  // Touched on the context only.
  private MessageConsumer<T> consumer;

  Subscription(
      Vertx vertx,
      Context context,
      String address,
      Handler<Message<T>> handler,
      Consumer<Subscription<T>> closed) {
    this.vertx = vertx;
    this.context = context;
    this.address = address;
    this.handler = handler;
    this.closed = () -> closed.accept(this);
  }

  /** Registers; completes once the whole cluster can know. */
  Future<Void> open() {
    return onContext(
        () -> {
          consumer = vertx.eventBus().consumer(address, handler);
          return consumer.completion();
        });
  }

  /**
   * Registers once more and takes the first registration back after that, so that none is missing.
   */
  Future<Void> renew() {
    return onContext(
        () -> {
          MessageConsumer<T> fresh = vertx.eventBus().consumer(address, handler);
          return fresh
              .completion()
              .compose(
                  done -> {
                    MessageConsumer<T> stale = consumer;
                    consumer = fresh;
                    return stale.unregister();
                  },
                  failure -> fresh.unregister().transform(any -> Future.failedFuture(failure)));
        });
  }

  /** Takes the registration back; completes once the cluster can know. */
  public Future<Void> close() {
    closed.run();
    return onContext(() -> consumer.unregister());
  }

  private Future<Void> onContext(Supplier<Future<Void>> action) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(v -> action.get().onComplete(done));
    return done.future();
  }
}

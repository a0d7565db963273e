package dev.starling.terminal.sql.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Connections that wait for their next statement. How many there are at a time is for those who
 * take them to limit. On one event loop.
 */
final class Backends {
  private final Vertx vertx;
  private final Backend.Options options;
  private final Backend.Listener listener;
  private final Settings settings;
  private final Deque<Backend> idle = new ArrayDeque<>();

  Backends(Vertx vertx, Backend.Options options, Backend.Listener listener, Settings settings) {
    this.vertx = vertx;
    this.options = options;
    this.listener = listener;
    this.settings = settings;
  }

  /** One that stands, with everything set as it is to be; a new one when none is there. */
  Future<Backend> take() {
    Backend backend = idle.poll();
    while (backend != null && backend.isLost()) {
      backend = idle.poll();
    }
    Future<Backend> taken =
        backend == null ? Backend.open(vertx, options, listener) : Future.succeededFuture(backend);
    return taken.compose(this::prepared);
  }

  private Future<Backend> prepared(Backend backend) {
    return settings.apply(backend).map(backend).onFailure(failure -> backend.close());
  }

  /** Back for the next one, unless there is anything about it. */
  void giveBack(Backend backend) {
    if (backend.isLost() || backend.isDoubtful() || backend.inTransaction()) {
      backend.close();
    } else {
      idle.push(backend);
    }
  }

  /** Closes those that are here. */
  Future<?> close() {
    List<Future<Void>> closing = new ArrayList<>();
    idle.forEach(backend -> closing.add(backend.close()));
    idle.clear();
    return Future.join(closing);
  }
}

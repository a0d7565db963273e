package dev.starling.net.internal;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.tracing.VertxTracer;

/** The contexts of Vert.x, as far as it does not publish them. Thread-safe. */
public final class EventLoops {
  private EventLoops() {}

  /**
   * A promise whose future calls its handlers on the caller's context, on whatever thread it is
   * completed. A published promise calls them on the completer's thread.
   */
  public static <T> Promise<T> promiseHere(Vertx vertx) {
    return ((ContextInternal) vertx.getOrCreateContext()).promise();
  }

  /**
   * Runs a task on an event loop that is nobody's: what it deploys is no child of the caller's
   * verticle, which would be undeployed along with that.
   */
  public static void runOnNew(Vertx vertx, Runnable task) {
    ((VertxInternal) vertx).createEventLoopContext().runOnContext(v -> task.run());
  }

  /**
   * Runs a task on a new virtual thread that may await futures of Vert.x. Published is only a
   * deployment for each.
   *
   * @return whether this JVM has virtual threads; the task does not run when it has none
   */
  public static boolean runOnVirtualThread(Vertx vertx, Runnable task) {
    VertxInternal internal = (VertxInternal) vertx;
    if (!internal.isVirtualThreadAvailable()) {
      return false;
    }
    internal.createVirtualThreadContext().runOnContext(v -> task.run());
    return true;
  }

  /** Netty's loop, whose timers count nanoseconds; those of Vert.x count milliseconds. */
  public static EventLoop netty(Context context) {
    return ((ContextInternal) context).nettyEventLoop();
  }

  /** Tracer of a context, or null. */
  public static VertxTracer<?, ?> tracer(Context context) {
    return ((ContextInternal) context).tracer();
  }

  /** Whether a Vert.x was given a tracer. */
  public static boolean isTraced(Vertx vertx) {
    return ((VertxInternal) vertx).tracer() != null;
  }
}

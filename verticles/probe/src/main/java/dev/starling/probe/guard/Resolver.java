package dev.starling.probe.guard;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Turns names into addresses. */
@FunctionalInterface
public interface Resolver {
  /** All addresses of a name, best first. */
  Future<List<InetAddress>> resolve(String name);

  /** Asks the name servers, and the hosts file, without blocking an event loop. */
  static Resolver of(Vertx vertx) {
    return name -> {
      Promise<List<InetAddress>> found = Promise.promise();
      ((VertxInternal) vertx)
          .nameResolver()
          .resolveAll(
              name,
              answer -> {
                if (answer.succeeded()) {
                  found.complete(
                      answer.result().stream().map(InetSocketAddress::getAddress).toList());
                } else {
                  found.fail(answer.cause());
                }
              });
      return found.future();
    };
  }
}

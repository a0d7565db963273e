package dev.starling.net.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Resolves names as Vert.x's clients do. Published are only clients that then connect at once. */
public final class NameResolver {
  private NameResolver() {}

  /** All addresses of a name, best first: of the name servers, and of the hosts file. */
  public static Future<List<InetAddress>> resolve(Vertx vertx, String name) {
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
  }
}

package dev.starling.probe.guard;

import dev.starling.net.internal.NameResolver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;

/** Turns names into addresses. */
@FunctionalInterface
public interface Resolver {
  /** All addresses of a name, best first. */
  Future<List<InetAddress>> resolve(String name);

  /** Asks the name servers, and the hosts file, without blocking an event loop. */
  static Resolver of(Vertx vertx) {
    return name -> NameResolver.resolve(vertx, name);
  }
}

package dev.starling.probe.run;

import dev.starling.probe.guard.Guard;
import dev.starling.probe.guard.Target;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the hosts of one run are, found and checked once: what a name means cannot change while it
 * runs, and no name server is measured with each request. Belongs to the run's event loop.
 */
final class ResolvedTargets {
  private record Place(String host, int port) {}

  private final Guard guard;
  private final Map<Place, Future<List<InetAddress>>> found = new HashMap<>();

  ResolvedTargets(Guard guard) {
    this.guard = guard;
  }

  /** As {@link Guard#admit}. */
  Future<List<InetAddress>> find(Target target) {
    return found.computeIfAbsent(
        new Place(target.host(), target.port()), first -> guard.admit(target));
  }
}

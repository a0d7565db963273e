package dev.starling.core.launch;

import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.ServiceSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * The listeners of a service. A server that was not made to apply the service's settings for TLS
 * and connections may not listen while one of these is set.
 *
 * <p>Tells the listeners of a service apart: a second one of a verticle's instance has a port of
 * its own, while the instances share the ports of each. Thread-safe; each instance calls from its
 * own event loop.
 */
final class Listeners {
  private final IntUnaryOperator bindable;
  private final Optional<String> mustApply;
  private final Map<Object, Supplier<Future<Void>>> applying = new ConcurrentHashMap<>();
  private final Map<String, Integer> freePorts = new ConcurrentHashMap<>();

  private record Place(String purpose, String host, int port) {}

  /** What one instance of the verticle listens with, and how it is drained. */
  private record Instance(List<Place> places, List<Supplier<Future<Void>>> drains) {}

  /**
   * @param bindable what to listen on for a configured port, another one each time for port 0
   */
  Listeners(ServiceSettings settings, IntUnaryOperator bindable) {
    this.bindable = bindable;
    this.mustApply = mustApply(settings);
  }

  private static Optional<String> mustApply(ServiceSettings settings) {
    ServiceSettings.Connections connections = settings.connections();
    Map<String, Boolean> set = new LinkedHashMap<>();
    set.put("tls.certificate", settings.tls().certificate().isPresent());
    set.put("connections.max", connections.max() > 0);
    set.put("connections.per-address", connections.perAddress() > 0);
    set.put("connections.rate-per-address", connections.ratePerAddress() > 0);
    set.put("connections.proxy-protocol", connections.proxyProtocol());
    return set.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).findFirst();
  }

  /** Notes a server as one that applies the settings. */
  void applies(Object server, Supplier<Future<Void>> drain) {
    applying.put(server, drain);
  }

  /** A setting that a server would ignore; empty when there is none. */
  Optional<String> ignoredBy(Object server) {
    return mustApply.filter(setting -> !applying.containsKey(server));
  }

  /**
   * A setting that one of the servers ignores which a verticle opened past the service's context.
   *
   * @param opened addresses that the process listens on since the service began to start
   * @param known those that it listens on through the context
   */
  Optional<BadSetting> ignoredBeside(Set<String> opened, Collection<String> known) {
    return mustApply.flatMap(
        setting ->
            opened.stream()
                .filter(address -> !known.contains(address))
                .sorted()
                .findFirst()
                .map(address -> notApplied(setting, address)));
  }

  /** Names the listener that does not apply a setting. */
  static BadSetting notApplied(String setting, String address) {
    return new BadSetting(
        setting,
        "is not applied by the listener on %s; valid is a server made by TcpEndpoint or HttpEndpoint"
            .formatted(address));
  }

  /**
   * Names a listener: {@code tcp} the first of an instance, {@code tcp-2} the second.
   *
   * @param instance the context of the verticle's instance
   * @return empty when the instance listens there already
   */
  Optional<String> place(Context instance, String purpose, String host, int port) {
    List<Place> places = of(instance).places();
    if (port != 0 && places.stream().anyMatch(one -> one.port == port && one.host.equals(host))) {
      return Optional.empty();
    }
    places.add(new Place(purpose, host, port));
    long number = places.stream().filter(one -> one.purpose.equals(purpose)).count();
    return Optional.of(number == 1 ? purpose : purpose + "-" + number);
  }

  private Instance of(Context context) {
    Instance instance = context.get(this);
    if (instance == null) {
      instance = new Instance(new ArrayList<>(), new ArrayList<>());
      context.put(this, instance);
    }
    return instance;
  }

  /**
   * Notes a server that is to be drained when an instance stops.
   *
   * @param shutdown how, unless the server was made with a way of its own
   */
  void drainAtStop(Context instance, Object server, Supplier<Future<Void>> shutdown) {
    of(instance).drains().add(applying.getOrDefault(server, shutdown));
  }

  /** Drains all servers of an instance at once; completes when all are done or have failed. */
  Future<Void> drain(Context instance) {
    return Future.join(of(instance).drains().stream().map(Supplier::get).toList())
        .transform(any -> Future.succeededFuture());
  }

  /** The port to listen on. */
  int bindable(String name, int port) {
    return port == 0 ? freePorts.computeIfAbsent(name, first -> bindable.applyAsInt(port)) : port;
  }
}

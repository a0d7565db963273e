package dev.starling.core.launch;

import dev.starling.core.settings.ServiceSettings;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

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
  private final Set<Object> applying = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> freePorts = new ConcurrentHashMap<>();

  private record Place(String purpose, String host, int port) {}

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
  void applies(Object server) {
    applying.add(server);
  }

  /** A setting that a server would ignore; empty when there is none. */
  Optional<String> ignoredBy(Object server) {
    return mustApply.filter(setting -> !applying.contains(server));
  }

  /**
   * Names a listener: {@code tcp} the first of an instance, {@code tcp-2} the second.
   *
   * @param instance the context of the verticle's instance
   * @return empty when the instance listens there already
   */
  Optional<String> place(Context instance, String purpose, String host, int port) {
    List<Place> places = instance.get(this);
    if (places == null) {
      places = new ArrayList<>();
      instance.put(this, places);
    }
    if (port != 0 && places.stream().anyMatch(one -> one.port == port && one.host.equals(host))) {
      return Optional.empty();
    }
    places.add(new Place(purpose, host, port));
    long number = places.stream().filter(one -> one.purpose.equals(purpose)).count();
    return Optional.of(number == 1 ? purpose : purpose + "-" + number);
  }

  /** The port to listen on. */
  int bindable(String name, int port) {
    return port == 0 ? freePorts.computeIfAbsent(name, first -> bindable.applyAsInt(port)) : port;
  }
}

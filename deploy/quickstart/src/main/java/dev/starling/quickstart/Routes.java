package dev.starling.quickstart;

import dev.starling.core.launch.RunningService;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which service answers which path of the one origin; deploy/haproxy says the same. */
final class Routes {
  /** The first that fits. */
  private static final List<Route> ROUTES =
      List.of(
          route("chat", "/chat(/.*)?"),
          route("counter", "/counter(/.*)?|/count"),
          route("probe", "/requests(/.*)?"),
          route("inventory", "/inventory|/products/[^/]+/inventory"),
          route("favorites", "/users/[^/]+/favorites(/.*)?"),
          route("cart", "/users/[^/]+/cart(/.*)?"),
          route("recommendations", "/users/[^/]+/recommendations"),
          route("promotions", "/promotions"),
          route("storefront", "/|/assets/.*|/home|/products/all"),
          route("rest", "/time|/brands(/.*)?|/products?(/.*)?|/docs(/.*)?|/openapi\\.yaml"));

  /** Paths for programs, each with the page that a person means by it. */
  private static final Map<String, String> PAGES =
      Map.of("/chat", "/chat/", "/counter", "/counter/", "/requests", "/requests/");

  private static final Set<String> WEBSOCKETS = Set.of("/chat", "/counter");

  private final Map<String, SocketAddress> addressOf;

  private record Route(String service, Pattern path) {}

  Routes(List<RunningService> services) {
    addressOf =
        services.stream()
            .filter(service -> service.addresses().containsKey("http"))
            .collect(
                Collectors.toUnmodifiableMap(
                    RunningService::name, service -> address(service.addresses().get("http"))));
  }

  private static Route route(String service, String path) {
    return new Route(service, Pattern.compile(path));
  }

  /** Where the service that answers a path listens. */
  Optional<SocketAddress> find(String path) {
    return ROUTES.stream()
        .filter(route -> route.path.matcher(path).matches())
        .findFirst()
        .map(route -> addressOf.get(route.service));
  }

  /** Whether WebSockets are opened at a path. */
  static boolean speaksWebSocket(String path) {
    return WEBSOCKETS.contains(path);
  }

  /** The page that a person means by a path that speaks WebSocket. */
  static Optional<String> pageOf(String path) {
    return Optional.ofNullable(PAGES.get(path));
  }

  private static SocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return SocketAddress.inetSocketAddress(
        Integer.parseInt(hostAndPort.substring(colon + 1)), hostAndPort.substring(0, colon));
  }
}

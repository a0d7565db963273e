package dev.starling.quickstart;

import dev.starling.shared.launch.RunningService;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which service answers which path of the one origin. */
final class Routes {
  private static final String CHAT = "/chat";

  /** Exact paths. A service that is not running answers nowhere. */
  private static final Map<String, String> SERVICE_OF =
      Map.of(
          "/",
          "counter",
          "/counter",
          "counter",
          "/count",
          "counter",
          CHAT,
          "chat",
          CHAT + "/",
          "chat",
          CHAT + "/starling-chat.js",
          "chat",
          CHAT + "/asyncapi.yaml",
          "chat",
          CHAT + "/messages",
          "chat",
          CHAT + "/users",
          "chat");

  private final Map<String, SocketAddress> addressOf;

  Routes(List<RunningService> services) {
    addressOf =
        services.stream()
            .filter(service -> service.addresses().containsKey("http"))
            .collect(
                Collectors.toUnmodifiableMap(
                    RunningService::name, service -> address(service.addresses().get("http"))));
  }

  /** Where the service that answers a path listens. */
  Optional<SocketAddress> find(String path) {
    return Optional.ofNullable(SERVICE_OF.get(path)).map(addressOf::get);
  }

  /** The page that a person means who asks for a path that speaks WebSocket. */
  static Optional<String> pageOf(String path) {
    return path.equals(CHAT) ? Optional.of(CHAT + "/") : Optional.empty();
  }

  private static SocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return SocketAddress.inetSocketAddress(
        Integer.parseInt(hostAndPort.substring(colon + 1)), hostAndPort.substring(0, colon));
  }
}

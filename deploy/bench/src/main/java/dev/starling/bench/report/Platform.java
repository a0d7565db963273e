package dev.starling.bench.report;

import java.util.Set;

/** What the servers of comparisons are built with. */
public enum Platform {
  STARLING("Starling"),
  BARE("bare Vert.x"),
  PYTHON("asyncio", "aiohttp", "Starlette", "Flask"),
  NODE("Node net", "ws", "socket.io");

  private final Set<String> servers;

  Platform(String... servers) {
    this.servers = Set.of(servers);
  }

  /** Whether a server of this name in a comparison is one of these. */
  public boolean has(String server) {
    return servers.contains(server);
  }
}

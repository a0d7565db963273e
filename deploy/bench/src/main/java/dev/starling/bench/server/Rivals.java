package dev.starling.bench.server;

import dev.starling.bench.load.Dialect;
import dev.starling.bench.server.Python.Runner;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Who is compared with whom: Starling first, the bare server, and those on other platforms. */
public final class Rivals {
  private final Setup setup;
  private final Servers servers;
  private final Python python;
  private final Node node;

  public Rivals(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
    this.python = new Python(setup.python(), setup.project());
    this.node = new Node(setup.node(), setup.project());
  }

  /** Of echo. */
  public List<Rival> echo() throws IOException, InterruptedException {
    return with(
        servers.echo(),
        servers.bareEcho(),
        inPython("asyncio", Runner.SCRIPT, "echo_asyncio"),
        Rival.of("Node net", node.launch("Node net", "echo_net.js"), node.missing("")));
  }

  /** Of the counter. */
  public List<Rival> counter() throws IOException, InterruptedException {
    return with(
        servers.counter(),
        servers.bareBroadcast(),
        inPython("aiohttp", Runner.SCRIPT, "counter_aiohttp"),
        inPython("Starlette", Runner.UVICORN_ALONE, "counter_starlette"),
        ws("counter_ws.js"),
        socketIo("counter_socketio.js"));
  }

  /**
   * Of the counter with idle clients.
   *
   * @param jvmFlags of Starling and of bare Vert.x
   */
  public List<Rival> idleCounter(List<String> jvmFlags) throws IOException, InterruptedException {
    return with(
        servers.counters(1, jvmFlags).get(0),
        servers.bareBroadcast(jvmFlags),
        inPython("aiohttp", Runner.SCRIPT, "counter_aiohttp"),
        ws("counter_ws.js"));
  }

  /** Of the chat for browsers. */
  public List<Rival> chat() throws IOException, InterruptedException {
    return with(
        servers.chat(),
        servers.bareChat(),
        inPython("aiohttp", Runner.SCRIPT, "chat_aiohttp"),
        inPython("Starlette", Runner.UVICORN_ALONE, "chat_starlette"),
        ws("chat_ws.js"),
        socketIo("chat_socketio.js"));
  }

  /** Of the chat for terminals; there is no bare one. */
  public List<Rival> chatOfLines() throws IOException, InterruptedException {
    return List.of(
        Rival.of(Rival.STARLING, servers.chats(1, "STARLING_TCP_PORT").get(0)),
        inPython("asyncio", Runner.SCRIPT, "chat_asyncio"));
  }

  private List<Rival> with(Launch starling, Launch bare, Rival... others) {
    List<Rival> all = new ArrayList<>();
    all.add(Rival.of(Rival.STARLING, starling));
    all.add(Rival.of(Rival.BARE, bare));
    if (!setup.control()) {
      all.addAll(List.of(others));
    }
    return all;
  }

  private Rival inPython(String title, Runner runner, String module)
      throws IOException, InterruptedException {
    return Rival.of(title, python.launch(title, runner, module), python.missing(runner));
  }

  private Rival ws(String script) {
    return Rival.of("ws", node.launch("ws", script), node.missing("ws"));
  }

  private Rival socketIo(String script) {
    String title = "socket.io";
    return new Rival(title, node.launch(title, script), node.missing(title), Dialect.SOCKET_IO);
  }
}

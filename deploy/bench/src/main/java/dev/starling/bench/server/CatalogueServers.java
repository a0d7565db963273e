package dev.starling.bench.server;

import dev.starling.bench.peer.PeerCommand.Peer;
import dev.starling.bench.server.Python.Runner;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The servers that answer for a catalogue, all of them with the same statements. */
public final class CatalogueServers {
  /** Connections of a Python worker to the database; more are slower on two cores. */
  private static final String CONNECTIONS = "8";

  private static final String READY = "/brands";

  private final Setup setup;
  private final Servers servers;

  public CatalogueServers(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
  }

  /** Has Starling's bring the schema and the sample data into an empty database. */
  public void fill(String database) throws IOException, InterruptedException {
    ServerProcess.start(rest(database, setup.jvmFlags(), true)).close();
  }

  /** Starling's; under {@code control} the bare peer. */
  public Launch starling(String database) {
    return setup.control() ? bare(database) : rest(database, setup.jvmFlags(), false);
  }

  /**
   * Starling's, which also brings the schema.
   *
   * @param sampleData whether it fills an empty database
   */
  public Launch rest(String database, List<String> jvmFlags, boolean sampleData) {
    int port = Ports.free();
    Map<String, String> environment = Servers.alone();
    environment.put("STARLING_HTTP_PORT", Integer.toString(port));
    environment.put("STARLING_DATABASE_URI", database);
    environment.put("STARLING_SAMPLE_DATA", Boolean.toString(sampleData));
    return servers.service("rest", jvmFlags, port, environment);
  }

  /** The barest that Vert.x allows. */
  public Launch bare(String database) {
    return servers.bare(Peer.CATALOGUE, database);
  }

  /** Those in Python. */
  public List<Rival> python(String database) throws IOException, InterruptedException {
    Python python = new Python(setup.python(), setup.project());
    Map<String, String> environment =
        Map.of("DATABASE_URI", database, "DATABASE_CONNECTIONS", CONNECTIONS);
    List<Rival> rivals = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Launch launch = python.launch(kind.title, kind.runner, kind.module, READY, environment);
      rivals.add(Rival.of(kind.title, launch, python.missing(kind.runner)));
    }
    return rivals;
  }

  private enum Kind {
    AIOHTTP("aiohttp", Runner.AIOHTTP, "catalogue_aiohttp"),
    STARLETTE("Starlette", Runner.UVICORN, "catalogue_starlette"),
    FLASK("Flask", Runner.GUNICORN, "catalogue_flask");

    private final String title;
    private final Runner runner;
    private final String module;

    Kind(String title, Runner runner, String module) {
      this.title = title;
      this.runner = runner;
      this.module = module;
    }
  }
}

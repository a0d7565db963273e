package dev.starling.bench.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers written in Python, which lie beside the bench. */
final class Python {
  private static final String HOST = "127.0.0.1";

  /** What a server runs on, with the modules it needs and their packages in Debian. */
  enum Runner {
    /** A program that takes its port as argument. */
    SCRIPT("aiohttp", "uvloop"),
    /** One process: what its WebSockets share is in memory. */
    UVICORN_ALONE("starlette", "uvicorn", "uvloop", "httptools", "websockets"),
    /** These have a worker process per core. */
    AIOHTTP("aiohttp", "asyncpg", "gunicorn", "uvloop"),
    UVICORN("starlette", "uvicorn", "asyncpg", "uvloop", "httptools"),
    GUNICORN("flask", "gunicorn", "psycopg2");

    private final List<String> modules;

    Runner(String... modules) {
      this.modules = List.of(modules);
    }
  }

  private final String interpreter;
  private final Path directory;

  /**
   * @param interpreter to run them
   * @param project the root of the project
   */
  Python(String interpreter, Path project) {
    this.interpreter = interpreter;
    this.directory = project.resolve("deploy/bench/python");
  }

  /** What a runner lacks on this machine, in words; empty when it can run. */
  Optional<String> missing(Runner runner) throws IOException, InterruptedException {
    if (!Files.isDirectory(directory)) {
      return Optional.of("there is no " + directory + "; name the project with --project");
    }
    if (!Files.isExecutable(Path.of(interpreter))) {
      return Optional.of("there is no " + interpreter + "; name it with --python");
    }
    List<String> missing = new ArrayList<>();
    for (String module : runner.modules) {
      if (!has(module)) {
        missing.add("python3-" + module);
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(interpreter + " lacks " + String.join(", ", missing));
  }

  /**
   * How to start one that is ready when its port accepts.
   *
   * @param module file in the bench's folder, without its end
   */
  Launch launch(String name, Runner runner, String module) {
    int port = Ports.free();
    return new Launch(name, command(runner, module, port), Map.of(), port, Optional.empty());
  }

  /**
   * How to start one.
   *
   * @param module file in the bench's folder, without its end
   * @param readyPath answers 200 once it serves
   */
  Launch launch(
      String name,
      Runner runner,
      String module,
      String readyPath,
      Map<String, String> environment) {
    int port = Ports.free();
    return new Launch(
        name,
        command(runner, module, port),
        environment,
        port,
        Optional.of(URI.create("http://" + HOST + ":" + port + readyPath)));
  }

  private List<String> command(Runner runner, String module, int port) {
    if (runner == Runner.SCRIPT) {
      String script = directory.resolve(module + ".py").toString();
      return List.of(interpreter, "-B", script, Integer.toString(port));
    }
    int workers = runner == Runner.UVICORN_ALONE ? 1 : Runtime.getRuntime().availableProcessors();
    String cores = Integer.toString(workers);
    String application = module + ":application";
    String address = HOST + ":" + port;
    List<String> line = new ArrayList<>(List.of(interpreter, "-B", "-m"));
    switch (runner) {
      case AIOHTTP ->
          line.addAll(
              List.of(
                  "gunicorn",
                  application,
                  "--worker-class=aiohttp.GunicornUVLoopWebWorker",
                  "--chdir=" + directory,
                  "--workers=" + cores,
                  "--bind=" + address));
      case UVICORN, UVICORN_ALONE ->
          line.addAll(
              List.of(
                  "uvicorn",
                  application,
                  "--app-dir=" + directory,
                  "--workers=" + cores,
                  "--host=" + HOST,
                  "--port=" + port,
                  "--loop=uvloop",
                  "--http=httptools",
                  "--no-access-log",
                  "--log-level=warning"));
      case GUNICORN ->
          line.addAll(
              List.of(
                  "gunicorn",
                  application,
                  "--chdir=" + directory,
                  "--workers=" + cores,
                  "--bind=" + address));
      case SCRIPT -> throw new IllegalStateException("a script is no application");
    }
    return line;
  }

  private boolean has(String module) throws IOException, InterruptedException {
    return new ProcessBuilder(interpreter, "-c", "import " + module)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}

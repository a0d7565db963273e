package dev.starling.bench.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers for Node, which lie beside the bench; their packages are installed below its target. */
final class Node {
  private final String program;
  private final Path scripts;
  private final Path packages;

  /**
   * @param program to run them
   * @param project the root of the project
   */
  Node(String program, Path project) {
    this.program = program;
    this.scripts = project.resolve("deploy/bench/node");
    this.packages = project.resolve("deploy/bench/target/node/node_modules");
  }

  /**
   * What a server lacks on this machine, in words; empty when it can run.
   *
   * @param module that it needs, empty is none
   */
  Optional<String> missing(String module) {
    if (!Files.isExecutable(Path.of(program))) {
      return Optional.of("there is no " + program + "; name it with --node");
    }
    if (!Files.isDirectory(scripts)) {
      return Optional.of("there is no " + scripts + "; name the project with --project");
    }
    if (!Files.isDirectory(packages.resolve(module))) {
      return Optional.of("there is no " + packages.resolve(module) + "; deploy/bench/run has it");
    }
    return Optional.empty();
  }

  /** How to start one. */
  Launch launch(String name, String script) {
    int port = Ports.free();
    return new Launch(
        name,
        List.of(program, scripts.resolve(script).toString(), Integer.toString(port)),
        Map.of("NODE_PATH", packages.toAbsolutePath().toString(), "NODE_ENV", "production"),
        port,
        Optional.empty());
  }
}

package dev.starling.bench.server;

import dev.starling.bench.peer.PeerCommand;
import dev.starling.bench.peer.PeerCommand.Peer;
import dev.starling.bench.setup.Setup;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The servers that are measured: Starling's real jars, and the bare peers from the bench's own. */
public final class Servers {
  private static final List<String> NO_FLAGS = List.of();

  /** A chat takes the first port from {@code transcript.port} on that is free. */
  private static final int TRANSCRIPT_PORTS = 20;

  private final Setup setup;

  public Servers(Setup setup) {
    this.setup = setup;
  }

  /** The counter service, alone in a cluster of its own; under {@code control} its bare peer. */
  public Launch counter() {
    return setup.control() ? bareBroadcast() : counters(1, setup.jvmFlags()).get(0);
  }

  /** What the counter is compared with. */
  public Launch bareBroadcast() {
    return bareBroadcast(setup.jvmFlags());
  }

  /** What the counter is compared with, in a JVM with these flags. */
  public Launch bareBroadcast(List<String> jvmFlags) {
    return bare(jvmFlags, setup.raw() ? Peer.RAW_BROADCAST : Peer.BROADCAST);
  }

  /** The echo service without announcements; under {@code control} its bare peer. */
  public Launch echo() {
    return setup.control() ? bareEcho() : echo(setup.jvmFlags());
  }

  /** The echo service without announcements, in a JVM with these flags. */
  public Launch echo(List<String> jvmFlags) {
    int port = Ports.free();
    Map<String, String> environment = alone();
    environment.put("STARLING_TCP_PORT", Integer.toString(port));
    environment.put("STARLING_ANNOUNCE", "false");
    return service("echo", jvmFlags, port, environment);
  }

  /** What echo is compared with. */
  public Launch bareEcho() {
    return bare(Peer.ECHO);
  }

  /** Counters, to be started one after another without JVM flags, that form one new cluster. */
  public List<Launch> countersOfOneCluster(int size) {
    return counters(size, NO_FLAGS);
  }

  /** Counters, to be started one after another, that form one new cluster. */
  public List<Launch> counters(int size, List<String> jvmFlags) {
    return cluster(
        size,
        environment -> {
          int port = Ports.free();
          environment.put("STARLING_HTTP_PORT", Integer.toString(port));
          return service("counter", jvmFlags, port, environment);
        });
  }

  /** The chat for browsers, alone in a cluster of its own; under {@code control} its bare peer. */
  public Launch chat() {
    return setup.control() ? bareChat() : chats(1).get(0);
  }

  /** The chat for terminals, alone in a cluster of its own; under {@code control} its bare peer. */
  public Launch chatOfLines() {
    return setup.control() ? bareEcho() : chats(1, "STARLING_TCP_PORT").get(0);
  }

  /** Chats, to be started one after another, that form one new cluster. */
  public List<Launch> chats(int size) {
    return chats(size, "STARLING_HTTP_PORT");
  }

  /**
   * Chats, to be started one after another, that form one new cluster and serve all their clients
   * from one event loop each.
   */
  public List<Launch> chatsOfOneLoop(int size) {
    return chats(size, "STARLING_HTTP_PORT", Map.of("STARLING_INSTANCES", "1"));
  }

  /** What the chat for browsers is compared with. */
  public Launch bareChat() {
    return bare(Peer.CHAT);
  }

  List<Launch> chats(int size, String portOfLoad) {
    return chats(size, portOfLoad, Map.of());
  }

  private List<Launch> chats(int size, String portOfLoad, Map<String, String> settings) {
    int transcriptPort = Ports.free(TRANSCRIPT_PORTS);
    return cluster(
        size,
        environment -> {
          environment.putAll(settings);
          environment.put("STARLING_TRANSCRIPT_PORT", Integer.toString(transcriptPort));
          environment.put("STARLING_RATE_PER_SECOND", "0");
          environment.put("STARLING_IDLE_TIMEOUT", "0s");
          environment.put("STARLING_HTTP_PORT", Integer.toString(Ports.free()));
          environment.put("STARLING_TCP_PORT", Integer.toString(Ports.free()));
          int port = Integer.parseInt(environment.get(portOfLoad));
          return service("chat", setup.jvmFlags(), port, environment);
        });
  }

  private static List<Launch> cluster(int size, Function<Map<String, String>, Launch> service) {
    return members(size).stream().map(service).toList();
  }

  /** The environment of a service that is alone in a cluster of its own. */
  static Map<String, String> alone() {
    return members(1).get(0);
  }

  /** The environments of the members of one new cluster; more can be put into each. */
  static List<Map<String, String>> members(int size) {
    List<Integer> clusterPorts = IntStream.range(0, size).mapToObj(i -> Ports.free()).toList();
    String members =
        clusterPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    return clusterPorts.stream()
        .<Map<String, String>>map(
            clusterPort -> new HashMap<>(cluster(clusterPorts.get(0), clusterPort, members)))
        .toList();
  }

  private static Map<String, String> cluster(int firstPort, int port, String members) {
    return Map.of(
        "STARLING_CLUSTER_NAME",
        "bench-" + firstPort,
        "STARLING_CLUSTER_PORT",
        Integer.toString(port),
        "STARLING_CLUSTER_MEMBERS",
        members);
  }

  /** A service's jar. */
  Launch service(String name, List<String> jvmFlags, int port, Map<String, String> environment) {
    Path jar =
        setup.project().resolve("verticles").resolve(name).resolve("target").resolve(name + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          jar + " is missing: build the project first, or name it with --project");
    }
    int management = Ports.free();
    environment.put("STARLING_MANAGEMENT_PORT", Integer.toString(management));
    return new Launch(
        name,
        java(jvmFlags, jar.toString()),
        environment,
        port,
        Optional.of(URI.create("http://127.0.0.1:" + management + "/health/ready")));
  }

  /**
   * A bare peer.
   *
   * @param arguments of its own
   */
  Launch bare(Peer peer, String... arguments) {
    return bare(setup.jvmFlags(), peer, arguments);
  }

  private static Launch bare(List<String> jvmFlags, Peer peer, String... arguments) {
    int port = Ports.free();
    // With -jar, so that the manifest opens to Netty what the services' manifests open.
    List<String> line = new ArrayList<>(java(jvmFlags, System.getProperty("java.class.path")));
    line.addAll(List.of(PeerCommand.NAME, peer.name(), Integer.toString(port)));
    line.addAll(List.of(arguments));
    return new Launch(
        "bare " + peer.name().toLowerCase(Locale.ROOT), line, Map.of(), port, Optional.empty());
  }

  private static List<String> java(List<String> flags, String jar) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(flags);
    line.addAll(List.of("-jar", jar));
    return line;
  }
}

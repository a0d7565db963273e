package dev.starling.testing;

import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.ServiceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Services, clients, databases and tokens of one test, from {@link StarlingExtension}. All that is
 * started clustered here is in one cluster, which nobody else finds. At the end everything is
 * closed, the last first. For the thread of the test; every method blocks.
 */
public final class Starling implements AutoCloseable {
  /** Ports that an instance tries for the cluster, beginning with the configured one. */
  private static final int CLUSTER_PORTS = 20;

  private static final Path LOGS = Path.of("target", "logs");

  private final String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Set<Path> logs = new LinkedHashSet<>();
  private Map<String, String> cluster = Map.of();

  Starling() {}

  /** Starts one instance in this JVM, without a cluster. */
  public <S extends ServiceSettings> TestService start(
      ServiceDefinition<S> service, Map<String, String> settings) {
    return opened(TestService.start(service, settings));
  }

  /**
   * Starts instances in this JVM, one after the other, and waits until all are ready.
   *
   * @param settings values by the path of their setting, the same for each; ports should be 0
   */
  public <S extends ServiceSettings> List<TestService> start(
      int count, ServiceDefinition<S> service, Map<String, String> settings) {
    List<TestService> instances = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      instances.add(opened(TestService.start(service, clustered(settings))));
    }
    instances.forEach(ServiceInstance::awaitReady);
    return instances;
  }

  /** Starts instances as processes; otherwise as {@link #start(int, ServiceDefinition, Map)}. */
  public List<ProcessInstance> start(int count, Program program, Map<String, String> settings) {
    List<ProcessInstance> instances = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path log = LOGS.resolve(name).resolve(program.name() + "-" + (logs.size() + 1) + ".log");
      logs.add(log);
      instances.add(opened(ProcessInstance.start(program, clustered(settings), log)));
    }
    instances.forEach(ServiceInstance::awaitReady);
    return instances;
  }

  private Map<String, String> clustered(Map<String, String> settings) {
    if (cluster.isEmpty()) {
      cluster =
          Map.of(
              "cluster.enabled", "true",
              "cluster.name", name,
              "cluster.host", "127.0.0.1",
              "cluster.port", Integer.toString(FreePorts.firstOf(CLUSTER_PORTS)),
              "cluster.members", "127.0.0.1",
              "management.port", "0");
    }
    Map<String, String> all = new HashMap<>(cluster);
    all.putAll(settings);
    return all;
  }

  /** A client of an instance's {@code http}. */
  public HttpTestClient http(ServiceInstance instance) {
    return new HttpTestClient(instance.address("http"));
  }

  /** Connects to an instance's {@code tcp}. */
  public TcpClient tcp(ServiceInstance instance) throws IOException {
    return opened(new TcpClient(instance.port("tcp")));
  }

  /** Opens a WebSocket at a path of an instance's {@code http}. */
  public WebSocketClient webSocket(ServiceInstance instance, String path)
      throws ExecutionException, TimeoutException {
    try {
      return opened(new WebSocketClient(instance.port("http"), path, null));
    } catch (InterruptedException failure) {
      throw Interrupted.whileWaiting(failure);
    }
  }

  /** A new, empty PostgreSQL database on the server of this JVM's tests. */
  public EmbeddedDatabase database() {
    return opened(EmbeddedDatabase.create());
  }

  /** An issuer of tokens with a secret of its own. */
  public TokenIssuer tokens() {
    return new TokenIssuer();
  }

  /** Has something closed at the end, before what was opened earlier. */
  public <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }

  /** The last lines of each process's log; empty when there were no processes. */
  String logTails() {
    StringBuilder tails = new StringBuilder();
    logs.forEach(log -> tails.append(Processes.tail(log)).append('\n'));
    return tails.toString();
  }

  @Override
  public void close() {
    List<Throwable> failures = new ArrayList<>();
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception | AssertionError failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      AssertionError all = new AssertionError("not everything could be closed");
      failures.forEach(all::addSuppressed);
      throw all;
    }
  }
}

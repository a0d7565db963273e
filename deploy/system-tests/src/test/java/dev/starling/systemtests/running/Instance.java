package dev.starling.systemtests.running;

import dev.starling.testing.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One instance of a service: its place in the network, and its process, which comes and goes. */
public final class Instance implements AutoCloseable {
  private static final Duration START = Machine.allow(Duration.ofSeconds(120));
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final String service;
  private final List<String> prefix;
  private final Java java;
  private final Map<String, String> settings;
  private final Map<Protocol, Address> addresses;
  private final Management management;
  private final Path log;
  private Path jar;
  private int upgrades;
  private ServiceProcess process;

  /**
   * An instance that is not started yet.
   *
   * @param prefix what the command begins with, such as another network; empty for nothing
   * @param settings environment variables
   * @param addresses of the service's ports
   * @param management of the management port
   */
  Instance(
      String service,
      List<String> prefix,
      Java java,
      Map<String, String> settings,
      Map<Protocol, Address> addresses,
      Address management,
      Path log) {
    this.service = service;
    this.prefix = prefix;
    this.java = java;
    this.settings = settings;
    this.addresses = addresses;
    this.management = new Management(management);
    this.log = log;
    this.jar = Java.jar(service);
  }

  /** Starts it, also after it has gone; {@link #awaitReady()} waits until it serves. */
  public void start() {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(java.command(jar));
    process = ServiceProcess.start(command, settings, log);
  }

  /**
   * Installs another copy of the service, in the place of the one it ran: the next start runs it.
   */
  public void upgrade() {
    String name = log.getFileName().toString().replace(".log", "");
    Path next = log.resolveSibling(name + "-upgrade-" + ++upgrades + ".jar");
    try {
      Files.copy(Java.jar(service), next);
      if (upgrades > 1) {
        Files.delete(jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    jar = next;
  }

  /** Returns once it is ready; fails if it ends instead or takes too long. */
  public void awaitReady() {
    long deadline = System.nanoTime() + START.toNanos();
    while (!management.isReady()) {
      if (process.exitsWithin(BETWEEN_LOOKS)) {
        throw new AssertionError(service + " ended at its start\n" + process.tail());
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(service + " not ready after " + START + "\n" + process.tail());
      }
    }
  }

  /** Where its clients connect. */
  public Address address() {
    return address(Protocol.of(service).get(0));
  }

  /** Where its clients connect that speak this protocol. */
  public Address address(Protocol protocol) {
    return addresses.get(protocol);
  }

  /** Its health and metrics. */
  public Management management() {
    return management;
  }

  /** The process of its last start. */
  public ServiceProcess process() {
    return process;
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    if (upgrades > 0) {
      jar.toFile().delete();
    }
  }
}

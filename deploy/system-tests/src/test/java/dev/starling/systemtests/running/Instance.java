package dev.starling.systemtests.running;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One instance of a service: its place in the network, and its process, which comes and goes. */
public final class Instance implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final String service;
  private final List<String> prefix;
  private final Java java;
  private final Map<String, String> settings;
  private final Map<Protocol, Address> addresses;
  private final Management management;
  private final Path log;
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
  }

  /** Starts it, also after it has gone; {@link #awaitReady()} waits until it serves. */
  public void start() {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(java.command(service));
    process = ServiceProcess.start(command, settings, log);
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
  }
}

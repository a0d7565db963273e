package dev.starling.testing;

/**
 * An instance of a service that a test has started. Every method blocks until it is done, for a
 * minute at most.
 */
public interface ServiceInstance extends AutoCloseable {

  /**
   * The address that it listens on, {@code host:port}.
   *
   * @param purpose {@code http}, {@code tcp} or {@code management}; {@code tcp-2} for a second
   */
  String address(String purpose);

  /** The port of {@link #address}. */
  default int port(String purpose) {
    String address = address(purpose);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Returns once a load balancer would send it clients, which it asks as one does. */
  void awaitReady();

  /** Ends it without a warning, as far as that can be done where it runs. */
  void kill();

  /** Stops it as SIGTERM does: it drains, and leaves the cluster. */
  void stop();

  /** Lets go of what is left of it; harmless when nothing is. */
  @Override
  void close();
}

package dev.starling.systemtests.running;

/**
 * Where something listens.
 *
 * @param host an IP address
 * @param port a TCP port
 */
public record Address(String host, int port) {

  /** An address on this machine. */
  public static Address local(int port) {
    return new Address("127.0.0.1", port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}

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

  /** The host as a URI has it: IPv6 addresses in brackets (RFC 3986, section 3.2.2). */
  public String uriHost() {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  @Override
  public String toString() {
    return uriHost() + ":" + port;
  }
}

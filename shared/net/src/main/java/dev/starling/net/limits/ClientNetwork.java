package dev.starling.net.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Where a connection comes from, as it is counted: an IPv4 address, or the first 64 bits of an IPv6
 * address, since one subscriber has all addresses behind these (RFC 6177).
 */
record ClientNetwork(boolean ipv6, long bits) {

  static ClientNetwork of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? new ClientNetwork(true, bytes.getLong())
        : new ClientNetwork(false, bytes.getInt());
  }
}

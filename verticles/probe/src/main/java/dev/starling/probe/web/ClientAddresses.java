package dev.starling.probe.web;

import dev.starling.core.settings.BadSetting;
import dev.starling.probe.guard.Network;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who a client is, as far as limits go: its address, which a load balancer that is known to be one
 * tells in {@code X-Forwarded-For}. Anybody else can write there what they like.
 */
public final class ClientAddresses {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final int IPV6_BYTES = 16;
  private static final int SUBNET_BYTES = 8;

  private final List<Network> proxies;

  /**
   * Reads the trusted proxies.
   *
   * @param proxies addresses or blocks; nobody when absent
   * @throws BadSetting says which is wrong and what would be valid
   */
  public ClientAddresses(Optional<List<String>> proxies) {
    this.proxies = proxies.orElse(List.of()).stream().map(ClientAddresses::proxy).toList();
  }

  private static Network proxy(String text) {
    try {
      return Network.parse(text.strip());
    } catch (IllegalArgumentException wrong) {
      throw new BadSetting(
          "proxies",
          "is not valid: '%s' %s; valid is an address or block such as 10.0.0.0/8"
              .formatted(text, wrong.getMessage()));
    }
  }

  /** Name of a request's client. */
  String of(HttpServerRequest request) {
    String peer = request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    byte[] client = bytes(peer);
    String hops = String.join(",", request.headers().getAll(FORWARDED_FOR));
    // The nearest proxy wrote the last address; what a stranger wrote before it proves nothing.
    while (client != null && isProxy(client) && !hops.isBlank()) {
      int comma = hops.lastIndexOf(',');
      byte[] named = bytes(hops.substring(comma + 1).strip());
      if (named == null) {
        break;
      }
      client = named;
      hops = comma < 0 ? "" : hops.substring(0, comma);
    }
    return client == null ? "unknown" : name(client);
  }

  private boolean isProxy(byte[] address) {
    return proxies.stream().anyMatch(proxy -> proxy.contains(address));
  }

  /** Of IPv6 the first half: the owner of one address there has all of it. */
  private static String name(byte[] address) {
    return address.length == IPV6_BYTES
        ? Arrays.toString(Arrays.copyOf(address, SUBNET_BYTES))
        : Arrays.toString(address);
  }

  private static byte[] bytes(String address) {
    return address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
  }
}

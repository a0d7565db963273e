package dev.starling.core.cluster;

import dev.starling.core.settings.MemberAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code cluster.members} in the form that Hazelcast takes. To Hazelcast, all addresses of one name
 * are the same member, and it connects to the first that Java prefers, which is the IPv4 one; so
 * the addresses are listed beside their name. The name stays, for addresses that it gets later.
 */
final class MemberList {
  /** Looks up all addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String name) throws UnknownHostException;
  }

  private MemberList() {}

  /**
   * The members to look for. Blocks while names are resolved.
   *
   * @param self this member's address; those of the other family cannot be reached from it
   */
  static List<String> of(List<MemberAddress> members, InetAddress self, Resolver resolver) {
    List<String> all = new ArrayList<>();
    for (MemberAddress member : members) {
      all.add(member.toString());
      for (InetAddress address : addresses(member.host(), resolver)) {
        if (address.getClass() == self.getClass()) {
          all.add(new MemberAddress(ClusterAddress.text(address), member.port()).toString());
        }
      }
    }
    return all.stream().distinct().toList();
  }

  private static InetAddress[] addresses(String host, Resolver resolver) {
    try {
      return resolver.resolve(host);
    } catch (UnknownHostException notYet) {
      return new InetAddress[0];
    }
  }
}

package dev.starling.net.limits;

import dev.starling.core.settings.AddressBlock;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Addresses that no limit for one address counts for, such as a load balancer's. */
final class Exemptions {
  private final List<IpSubnetFilterRule> rules;

  Exemptions(List<AddressBlock> blocks) {
    rules =
        blocks.stream()
            .map(
                block ->
                    new IpSubnetFilterRule(
                        block.address(), block.prefix(), IpFilterRuleType.ACCEPT))
            .toList();
  }

  boolean contain(InetAddress address) {
    // The rules do not look at ports.
    InetSocketAddress socket = new InetSocketAddress(address, 0);
    return rules.stream().anyMatch(rule -> rule.matches(socket));
  }
}

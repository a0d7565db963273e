package dev.starling.core.settings;

import io.netty.util.NetUtil;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place where another member of the cluster may be: {@code host:port}, or {@code host} alone. An
 * IPv6 address is written in brackets when a port follows, as in a URI (RFC 3986, section 3.2.2).
 *
 * @param host a DNS name or an IP address, without brackets
 * @param port absent for any of the cluster's ports
 */
public record MemberAddress(String host, OptionalInt port) {
  private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]+)](?::(.*))?");
  // Hazelcast takes ranges of IPv4 addresses, such as 10.0.0.* and 10.0.0.1-9.
  private static final Pattern NAME = Pattern.compile("([A-Za-z0-9._*-]{1,253})(?::(.*))?");

  static MemberAddress parse(String text) {
    if (NetUtil.isValidIpV6Address(text) && !text.startsWith("[")) {
      return new MemberAddress(text, OptionalInt.empty());
    }
    Matcher brackets = BRACKETS.matcher(text);
    if (brackets.matches() && NetUtil.isValidIpV6Address(brackets.group(1))) {
      return new MemberAddress(brackets.group(1), port(brackets.group(2)));
    }
    Matcher name = NAME.matcher(text);
    if (name.matches()) {
      return new MemberAddress(name.group(1), port(name.group(2)));
    }
    throw new IllegalArgumentException(
        "is not an address of a member; valid is host, host:port, [IPv6] or [IPv6]:port");
  }

  private static OptionalInt port(String text) {
    return text == null ? OptionalInt.empty() : OptionalInt.of(new Converters.Port().convert(text));
  }

  /** As it is written in settings. */
  @Override
  public String toString() {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port.isPresent() ? shown + ":" + port.getAsInt() : shown;
  }
}

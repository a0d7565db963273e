package dev.starling.probe.guard;

import dev.starling.core.settings.BadSetting;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses outside the public Internet that may be probed, as the setting {@code allow} lists
 * them. A name stands for whatever it resolves to, an address or block for itself, under any name.
 */
public final class AllowList {
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<network>[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*|\\[(?<six>[^\\]]*)\\])"
              + "(?<prefix>/\\d+)?(?<port>:\\d{1,5})?"
              + "|(?<name>[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)(?<nameport>:\\d{1,5})?");

  /**
   * One entry.
   *
   * @param network null when it is a name
   * @param name null when it is a network
   * @param port 0 for any
   */
  private record Entry(Network network, String name, int port) {
    boolean covers(String host, int toPort, InetAddress address) {
      return (port == 0 || port == toPort)
          && (network == null ? name.equals(host) : network.contains(address.getAddress()));
    }
  }

  private final List<Entry> entries;

  private AllowList(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Reads the entries.
   *
   * @throws BadSetting says which is wrong and what would be valid
   */
  public static AllowList of(Optional<List<String>> texts) {
    List<Entry> entries = new ArrayList<>();
    for (String text : texts.orElse(List.of())) {
      entries.add(entry(text.trim().toLowerCase(Locale.ROOT)));
    }
    return new AllowList(List.copyOf(entries));
  }

  private static Entry entry(String text) {
    Matcher matcher = ENTRY.matcher(text);
    if (!matcher.matches()) {
      throw wrong(text, "is none of these");
    }
    if (matcher.group("name") != null) {
      return new Entry(null, matcher.group("name"), port(text, matcher.group("nameport")));
    }
    String address = matcher.group("six") == null ? matcher.group("network") : matcher.group("six");
    String prefix = matcher.group("prefix") == null ? "" : matcher.group("prefix");
    try {
      return new Entry(Network.parse(address + prefix), null, port(text, matcher.group("port")));
    } catch (IllegalArgumentException malformed) {
      throw wrong(text, malformed.getMessage());
    }
  }

  private static int port(String text, String matched) {
    int port = matched == null ? 0 : Integer.parseInt(matched.substring(1));
    if (matched != null && (port == 0 || port > 65_535)) {
      throw wrong(text, "has no port from 1 to 65535");
    }
    return port;
  }

  private static BadSetting wrong(String text, String what) {
    return new BadSetting(
        "allow",
        "is not valid: '"
            + text
            + "' "
            + what
            + "; valid is a host, host:port, address, address:port or block such as 10.0.0.0/8");
  }

  /**
   * Whether an entry names this.
   *
   * @param host as in {@link Target#host()}
   */
  boolean covers(String host, int port, InetAddress address) {
    return entries.stream().anyMatch(entry -> entry.covers(host, port, address));
  }
}

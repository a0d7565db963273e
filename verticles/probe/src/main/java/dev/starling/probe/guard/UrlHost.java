package dev.starling.probe.guard;

import com.ibm.icu.text.IDNA;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The host of a URL as browsers read it (WHATWG URL Standard, section 3.5).
 *
 * @param text as it is sent: a name in lower case and ASCII, an IPv4 address in four decimal
 *     numbers, or an IPv6 address in brackets
 * @param address when the host is an address
 */
record UrlHost(String text, Optional<InetAddress> address) {
  /** Characters, not yet decoded; no name server knows a name of more than 253. */
  private static final int LONGEST = 2_048;

  private static final String FORBIDDEN = " #/:<>?@[\\]^|%";
  private static final char DELETE = 0x7f;

  /** UTS 46, non-transitional; without its rules of STD 3, which have no {@code _}. */
  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(
          IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ);

  /** Errors only of {@code CheckHyphens} and {@code VerifyDnsLength}, which browsers leave off. */
  private static final Set<IDNA.Error> ADMITTED =
      EnumSet.of(
          IDNA.Error.LEADING_HYPHEN,
          IDNA.Error.TRAILING_HYPHEN,
          IDNA.Error.HYPHEN_3_4,
          IDNA.Error.EMPTY_LABEL,
          IDNA.Error.LABEL_TOO_LONG,
          IDNA.Error.DOMAIN_NAME_TOO_LONG);

  /**
   * Reads a host.
   *
   * @throws IllegalArgumentException says what is wrong, to follow "url" in a sentence
   */
  static UrlHost parse(String input) {
    if (input.length() > LONGEST) {
      throw new IllegalArgumentException("has no valid host");
    }
    if (input.startsWith("[")) {
      return IpAddress.bracketed(input)
          .map(bytes -> new UrlHost(IpAddress.bracketed(bytes), Optional.of(IpAddress.of(bytes))))
          .orElseThrow(() -> new IllegalArgumentException("has no valid IPv6 address"));
    }
    String name = ascii(PercentEncoding.decode(input));
    String withoutDot = withoutDot(name);
    if (!IpAddress.endsInNumber(withoutDot)) {
      return new UrlHost(name, Optional.empty());
    }
    return IpAddress.loose(withoutDot)
        .map(address -> new UrlHost(IpAddress.text(address), Optional.of(address)))
        .orElseThrow(() -> new IllegalArgumentException("has no valid IPv4 address"));
  }

  private static String ascii(String domain) {
    StringBuilder out = new StringBuilder();
    IDNA.Info info = new IDNA.Info();
    UTS46.nameToASCII(domain, out, info);
    String name = out.toString();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("has no host");
    }
    if (!ADMITTED.containsAll(info.getErrors())
        || name.chars().anyMatch(c -> c < ' ' || c >= DELETE || FORBIDDEN.indexOf(c) >= 0)) {
      throw new IllegalArgumentException("has no valid host");
    }
    return name;
  }

  /**
   * What name servers are asked for, the name without the dot of the root, or the address without
   * brackets.
   */
  String bare() {
    return address.map(IpAddress::text).orElseGet(() -> withoutDot(text));
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}

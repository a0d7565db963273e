package dev.starling.probe.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static final long SEED = 20_260_102;
  private static final int ROUNDS = 5_000;

  @ParameterizedTest
  @CsvSource({
    "http://example.org, http://example.org/",
    "HTTP://Example.ORG:80/A?b=C#d, http://example.org/A?b=C",
    "https://example.org:443, https://example.org/",
    "https://example.org:8443/x, https://example.org:8443/x",
    "http://example.org:, http://example.org/",
    "http://example.org./, http://example.org./",
    "http://bücher.example/ü?ö, http://xn--bcher-kva.example/%C3%BC?%C3%B6",
    "http://ＥＸＡＭＰＬＥ。org/, http://example.org/",
    "http://a_b.example/, http://a_b.example/",
    "http://[2A00:1450::0:1]:81/, http://[2a00:1450::1]:81/",
    "http://8.8.8.8/, http://8.8.8.8/",
    "http://134744072/, http://8.8.8.8/",
    "http://[::192.0.2.1]/, http://[::c000:201]/",
    "http://[64:FF9B::192.0.2.1]/, http://[64:ff9b::c000:201]/",
    "http://[1:2:3:4:5:6:192.0.2.1]/, http://[1:2:3:4:5:6:c000:201]/",
    "http://[1:0:0:2:0:0:0:3]/, http://[1:0:0:2::3]/",
    "http://[1:2:3:4:5:6:7::]/, http://[1:2:3:4:5:6:7:0]/"
  })
  void a_url_has_one_usual_spelling(String url, String usual) {
    assertThat(Target.parse(url).url()).isEqualTo(usual);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7F.0.0.1",
        "0x7f.0x0.0x0.0x1",
        "0177.0.0.1",
        "017700000001",
        "0177.1",
        "127.0.0.1.",
        "１２７.0.0.1",
        "127。0。0。1",
        "①②⑦.0.0.1",
        "%31%32%37.0.0.1",
        "%EF%BC%91%EF%BC%92%EF%BC%97%2e1",
        "127.0.0.0x1",
        "1\t2\n7.1",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:1]"
      })
  void loopback_is_loopback_however_it_is_spelled(String host) throws Exception {
    Target target = Target.parse("http://" + host + "/");
    assertThat(target.literal()).hasValue(InetAddress.getByName("127.0.0.1"));
    assertThat(target.host()).isEqualTo("127.0.0.1");
  }

  @Test
  void any_spelling_of_a_random_ipv4_address_means_that_address() throws Exception {
    Random random = new Random(SEED);
    byte[] bytes = new byte[4];
    for (int round = 0; round < ROUNDS; round++) {
      random.nextBytes(bytes);
      String spelled = spelled(bytes, random);
      assertThat(Target.parse("http://" + spelled + "/").literal())
          .as(spelled)
          .hasValue(InetAddress.getByAddress(bytes));
    }
  }

  /** Between one and four numbers, each decimal, octal or hexadecimal. */
  private static String spelled(byte[] bytes, Random random) {
    int parts = 1 + random.nextInt(4);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      long number = bytes[i] & 0xff;
      for (int rest = i + 1; i == parts - 1 && rest < 4; rest++) {
        number = number << 8 | bytes[rest] & 0xff;
      }
      out.append(i == 0 ? "" : ".");
      switch (random.nextInt(4)) {
        case 0 -> out.append("0").append(Long.toOctalString(number));
        case 1 -> out.append("0x").append(Long.toHexString(number));
        case 2 -> out.append("0X").append(Long.toHexString(number).toUpperCase(Locale.ROOT));
        default -> out.append(number);
      }
    }
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|must begin with http",
        "example.org|must begin with http",
        "/path|must begin with http",
        "//example.org/|must begin with http",
        "ftp://example.org/|must begin with http",
        "file:///etc/passwd|must begin with http",
        "javascript:alert(1)|must begin with http",
        "gopher://example.org/|must begin with http",
        "http:|has no host",
        "http:///|has no host",
        "http://|has no host",
        "http://?q|has no host",
        "http://:80/|has no host",
        "http://\u00ad/|has no host",
        "http://exa mple.org/|has no valid host",
        "http://exa%20mple.org/|has no valid host",
        "http://a<b/|has no valid host",
        "http://a%00b/|has no valid host",
        "http://a%ffb/|has no valid host",
        "http://xn--/|has no valid host",
        "http://xn--a/|has no valid host",
        "http://a\u200db.example/|has no valid host",
        "http://user@example.org/|must not have a user name",
        "http://:secret@example.org/|must not have a user name",
        "http://example.org@127.0.0.1/|must not have a user name",
        "http://example.org:0/|must have a port",
        "http://example.org:65536/|must have a port",
        "http://example.org:x/|has no valid port",
        "http://example.org:-1/|has no valid port",
        "http://example.org:８０/|has no valid port",
        "http://1.2.3.4.5/|has no valid IPv4 address",
        "http://1..2/|has no valid IPv4 address",
        "http://256.1.1.1/|has no valid IPv4 address",
        "http://1.2.3.256/|has no valid IPv4 address",
        "http://4294967296/|has no valid IPv4 address",
        "http://0xg.1/|has no valid IPv4 address",
        "http://09.1/|has no valid IPv4 address",
        "http://example.1/|has no valid IPv4 address",
        "http://99999999999999999999/|has no valid IPv4 address",
        "http://[::1/|has no valid IPv6 address",
        "http://[1.2.3.4]/|has no valid IPv6 address",
        "http://[]/|has no valid IPv6 address",
        "http://[fe80::1%25eth0]/|has no valid IPv6 address",
        "http://[::1.2.3]/|has no valid IPv6 address",
        "http://[::01.2.3.4]/|has no valid IPv6 address",
        "http://[::1.2.3.4.5]/|has no valid IPv6 address",
        "http://[1:2:3:4:5:6:7:192.0.2.1]/|has no valid IPv6 address",
        "http://[::12345]/|has no valid IPv6 address",
        "http://[1::2::3]/|has no valid IPv6 address",
        "http://::1/|has no host"
      })
  void a_wrong_url_is_told_what_is_wrong(String url, String problem) {
    assertThatThrownBy(() -> Target.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void whatever_is_read_as_a_url_puts_nothing_odd_into_a_request() {
    Random random = new Random(SEED);
    String[] pieces = {
      "http://",
      "https://",
      "a",
      "B.c",
      "1",
      "0x",
      ".",
      "。",
      ":",
      "80",
      "/",
      "\\",
      "?",
      "#",
      "@",
      "[",
      "]",
      "::1",
      "%",
      "%0d%0a",
      "%25",
      "\r\n",
      "\t",
      " ",
      "ü",
      "１",
      "\u200d",
      "\ud800",
      "xn--",
      "-",
      "_",
      "..",
      "&"
    };
    int read = 0;
    for (int round = 0; round < ROUNDS * 10; round++) {
      StringBuilder url = new StringBuilder(random.nextInt(4) == 0 ? "" : "http://");
      for (int i = random.nextInt(8); i >= 0; i--) {
        url.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        Target target = Target.parse(url.toString());
        read++;
        assertThat(target.authority()).as("%s", url).matches("[!-~&&[^A-Z/?#@%\\\\]]+");
        assertThat(target.path()).as("%s", url).matches("/[!-~]*");
      } catch (IllegalArgumentException wrong) {
        assertThat(wrong.getMessage()).as("%s", url).isNotBlank();
      }
    }
    assertThat(read).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void a_url_has_an_end() {
    assertThatThrownBy(() -> Target.parse("http://example.org/" + "x".repeat(2_048)))
        .hasMessage("is longer than 2048 characters");
  }

  @Test
  void the_same_address_in_ipv6_is_sent_as_it_is_written() {
    assertThat(Target.parse("http://[::FFFF:127.0.0.1]/").authority()).isEqualTo("[::ffff:7f00:1]");
  }

  @Test
  void a_name_is_looked_up_without_the_dot_of_the_root_but_sent_with_it() {
    Target target = Target.parse("http://example.org.:81/");
    assertThat(target.host()).isEqualTo("example.org");
    assertThat(target.authority()).isEqualTo("example.org.:81");
  }
}

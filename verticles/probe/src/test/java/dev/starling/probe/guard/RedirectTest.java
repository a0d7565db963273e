package dev.starling.probe.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The targets of redirects, as browsers find them. */
class RedirectTest {
  private static final Target FROM = Target.parse("http://shop.example:81/a/b?c");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d|/a/d",
        "d/|/a/d/",
        "./d|/a/d",
        "../d|/d",
        "../../../d|/d",
        "..|/",
        ".|/a/",
        "%2E%2e/d|/d",
        "/x/./y/../z|/x/z",
        "/x/%2e%2e|/",
        "...|/a/...",
        "/d|/d",
        "\\d|/d",
        "d\\e\\..\\f|/a/d/f",
        "''|/a/b?c",
        "' '|/a/b?c",
        "#|/a/b?c",
        "#d?e|/a/b?c",
        "?|/a/b?",
        "?d|/a/b?d",
        "?d#e|/a/b?d",
        "?d?/../e\\|/a/b?d?/../e\\",
        "d?|/a/d?",
        ":80|/a/:80",
        "1:2|/a/1:2",
        "café:x|/a/caf%C3%A9:x",
        "' /d e '|/d%20e",
        "/d|/d",
        "/x|/x",
        "/%zz|/%zz",
        "/%2f%5c|/%2f%5c",
        "/café?ö'|/caf%C3%A9?%C3%B6%27",
        "/\u007f|/%7F",
        "/[x]{y}^`\"<>|/[x]%7By%7D%5E%60%22%3C%3E",
        "?[x]{y}^`\"<>|/a/b?[x]{y}^`%22%3C%3E",
        "/😀|/%F0%9F%98%80",
        "http:d|/a/d",
        "HTTP:/d|/d",
        "http:?d|/a/b?d",
        "http:#d|/a/b?c",
        "http:|/a/b?c"
      })
  void a_relative_redirect_stays_at_the_server(String location, String path) {
    assertThat(redirected(location).url()).isEqualTo("http://shop.example:81" + path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "//other.example|http://other.example/",
        "///other.example/x|http://other.example/x",
        "/\\other.example\\x|http://other.example/x",
        "\\\\other.example:82?x|http://other.example:82/?x",
        "http:\\\\other.example|http://other.example/",
        "http:////other.example|http://other.example/",
        "HTTPS:other.example/x|https://other.example/x",
        "https:/other.example/x|https://other.example/x",
        "https://shop.example:81|https://shop.example:81/",
        "http://other.example:0000000080/|http://other.example/",
        "https://other.example:80|https://other.example:80/",
        "http://other.example#x@y|http://other.example/",
        "http://other.example\\@127.0.0.1|http://other.example/@127.0.0.1",
        "http://u:p@other.example/|http://other.example/",
        "http://other.example@127.1/|http://127.0.0.1/",
        "http://u@v@127.1/|http://127.0.0.1/",
        "http://[::1]:82/|http://[::1]:82/",
        "http://２１３０７０６４３３/|http://127.0.0.1/",
        "http://%30x7f%2e1/|http://127.0.0.1/",
        "http://0/|http://0.0.0.0/",
        "http://BÜCHER.example/|http://xn--bcher-kva.example/",
        "http://b%C3%BCcher.example/|http://xn--bcher-kva.example/",
        "http://bu\u0308cher。example/|http://xn--bcher-kva.example/",
        "http://faß.example/|http://xn--fa-hia.example/",
        "http://βόλος.example/|http://xn--nxasmm1c.example/",
        "http://💩.example/|http://xn--ls8h.example/",
        "http://a\u00adb.example/|http://ab.example/",
        "http://XN--LS8H.example/|http://xn--ls8h.example/",
        "http://-a_.example../|http://-a_.example../"
      })
  void an_absolute_redirect_leads_where_browsers_go(String location, String url) {
    assertThat(redirected(location).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/d\t", "\n/\rd", "\u0000/d\u001f", "/\td"})
  void controls_around_and_line_breaks_within_are_dropped(String location) {
    assertThat(redirected(location).path()).isEqualTo("/d");
  }

  @Test
  void octets_that_are_no_utf_8_are_sent_as_they_are() {
    assertThat(FROM.redirected(List.of("/caf\u00e9?\u00ff")).path()).isEqualTo("/caf%E9?%FF");
    assertThatThrownBy(() -> FROM.redirected(List.of("http://caf\u00e9.example/")))
        .hasMessage("has no valid host");
  }

  @ParameterizedTest
  @CsvSource({
    "javascript:alert(1), must begin with http",
    "data:x, must begin with http",
    "mailto:a@b, must begin with http",
    "//, has no host",
    "http://h:99999/, must have a port",
    "//h:0/, must have a port",
    "//[::g]/, has no valid IPv6 address",
    "//a b/, has no valid host"
  })
  void a_wrong_redirect_says_what_is_wrong(String location, String problem) {
    assertThatThrownBy(() -> redirected(location))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void several_redirects_at_once_lead_nowhere_unless_they_agree() {
    assertThat(FROM.redirected(List.of("/d", "/d")).path()).isEqualTo("/d");
    assertThatThrownBy(() -> FROM.redirected(List.of("/d", "/e")))
        .hasMessage("is not one URL but several");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "../", "%2e/", "?", " ", ":", "@", "[", "\\", "\u00fc", "0x.", "é."})
  void a_long_redirect_is_read_in_reasonable_time(String piece) {
    for (String start : new String[] {"", "//", "//[", "http://a:", "/x"}) {
      try {
        assertThat(redirected(start + piece.repeat(15_000) + "x").path()).startsWith("/");
      } catch (IllegalArgumentException wrong) {
        assertThat(wrong.getMessage()).isNotBlank();
      }
    }
  }

  /** With each octet of UTF-8 as a character, as HTTP/1.1 brings it. */
  private static Target redirected(String location) {
    byte[] octets = location.getBytes(StandardCharsets.UTF_8);
    return FROM.redirected(List.of(new String(octets, StandardCharsets.ISO_8859_1)));
  }
}

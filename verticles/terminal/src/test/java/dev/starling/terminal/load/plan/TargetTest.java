package dev.starling.terminal.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "http://h/a?b=c, HTTP, false, h, 80, /a?b=c",
    "HTTPS://h, HTTP, true, h, 443, /",
    "http://h?b, HTTP, false, h, 80, /?b",
    "ws://h:81/chat, WEBSOCKET, false, h, 81, /chat",
    "wss://h/chat, WEBSOCKET, true, h, 443, /chat",
    "tcp://127.0.0.1:7/, TCP, false, 127.0.0.1, 7, /",
    "http://[::1]:8080/x, HTTP, false, ::1, 8080, /x",
    "http://h/\u00e9, HTTP, false, h, 80, /%C3%A9"
  })
  void a_url_says_where_and_how(
      String url, Transport transport, boolean tls, String host, int port, String path) {
    Target target = Target.parse(url);
    assertThat(target.transport()).isEqualTo(transport);
    assertThat(target.tls()).isEqualTo(tls);
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.port()).isEqualTo(port);
    assertThat(target.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h/, it has to begin with",
    "127.0.0.1:80, scheme name",
    "h, it has to begin with",
    "'', it has to begin with",
    "http://, authority",
    "http:///x, names no host",
    "http://h:0/, its port is not between",
    "http://h:65536/, its port is not between",
    "http://a b/, illegal character",
    "http://me:secret@h/, Authorization",
    "tcp://h, names no port",
    "tcp://h:7/path, host and a port only"
  })
  void a_wrong_one_is_refused_with_the_reason(String url, String reason) {
    assertThatThrownBy(() -> Target.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + url + "' is no URL to load: ")
        .hasMessageContaining(reason);
  }

  @Test
  void a_scheme_is_not_case_sensitive() {
    assertThat(Target.parse("TCP://h:7").transport()).isEqualTo(Transport.TCP);
  }
}

package dev.starling.terminal.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTemplateTest {
  @Test
  void a_header_is_a_name_and_a_value() {
    assertThat(RequestTemplate.header("X-Time: 12:00 ")).isEqualTo(Map.entry("X-Time", "12:00"));
    assertThat(RequestTemplate.header("X-Empty:")).isEqualTo(Map.entry("X-Empty", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", ": x", "a b: x", "x: a\r\nb: c", "x\u0000: y"})
  void what_no_request_may_hold_is_no_header(String line) {
    assertThatThrownBy(() -> RequestTemplate.header(line))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GE T", "G\nET"})
  void what_is_no_method_is_refused(String name) {
    assertThatThrownBy(() -> RequestTemplate.method(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_tunnel_is_not_asked_for() {
    assertThatThrownBy(() -> new RequestTemplate(HttpMethod.CONNECT, List.of(), Buffer.buffer()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

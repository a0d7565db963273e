package dev.starling.terminal.load.plan;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What every request says.
 *
 * @param headers of HTTP requests and WebSocket handshakes, in order
 * @param body of HTTP requests, empty for none; otherwise the message, in UTF-8
 */
public record RequestTemplate(
    HttpMethod method, List<Map.Entry<String, String>> headers, Buffer body) {
  /** Longest body or message, in bytes. */
  public static final int MAX_BODY = 16 << 20;

  /** Checks what of it can be wrong. */
  public RequestTemplate {
    headers = List.copyOf(headers);
    if (body.length() > MAX_BODY) {
      throw new IllegalArgumentException("the body is longer than " + MAX_BODY + " bytes");
    }
    if (method.equals(HttpMethod.CONNECT)) {
      throw new IllegalArgumentException("CONNECT asks for a tunnel, which is not spoken here");
    }
  }

  /**
   * Reads a method.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static HttpMethod method(String name) {
    try {
      return HttpMethod.valueOf(name);
    } catch (IllegalArgumentException failure) {
      throw new IllegalArgumentException("'" + name + "' is no HTTP method", failure);
    }
  }

  /**
   * Reads a header, {@code Name: value}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Map.Entry<String, String> header(String line) {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("'" + line + "' is no header, which reads 'Name: value'");
    }
    String name = line.substring(0, colon).strip();
    String value = line.substring(colon + 1).strip();
    HttpHeaders strict = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    try {
      strict.add(name, value);
    } catch (IllegalArgumentException failure) {
      throw new IllegalArgumentException(
          "'" + name + "' has a character that no header may have", failure);
    }
    return Map.entry(name, value);
  }

  /** The body as a text message. */
  public String text() {
    return body.toString(StandardCharsets.UTF_8);
  }
}

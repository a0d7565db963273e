package dev.starling.web.auth;

import dev.starling.web.json.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JSON Web Token in its compact form (RFC 7515, section 7.1), decoded. Its signature is not
 * verified here. Immutable.
 *
 * @param header the JOSE header
 * @param claims the payload
 */
record JsonWebToken(JsonObject header, JsonObject claims) {
  private static final int PARTS = 3;

  private static final double MILLIS = 1_000;

  /**
   * Decodes a token: three parts in base64url without padding, the first two of them JSON objects
   * in which no name is there twice (RFC 7519, section 4). No extension is known here, so that any
   * {@code crit} is refused (RFC 7515, section 4.1.11).
   *
   * @throws IllegalArgumentException says what is wrong; it does not repeat the token
   */
  static JsonWebToken parse(String compact) {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != PARTS || parts[2].isEmpty()) {
      throw new IllegalArgumentException("it does not have three parts");
    }
    JsonObject header = object(parts[0]);
    if (header.containsKey("crit")) {
      throw new IllegalArgumentException("its header has critical extensions");
    }
    decode(parts[2]);
    return new JsonWebToken(header, object(parts[1]));
  }

  private static JsonObject object(String part) {
    if (StrictJson.read(Buffer.buffer(decode(part))) instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException("a part is not a JSON object");
  }

  private static byte[] decode(String part) {
    if (part.indexOf('=') >= 0) {
      throw new IllegalArgumentException("a part is padded");
    }
    return Base64.getUrlDecoder().decode(part);
  }

  /**
   * A claim that is a text.
   *
   * @throws IllegalArgumentException when it is something else
   */
  Optional<String> text(String claim) {
    if (!claims.containsKey(claim)) {
      return Optional.empty();
    }
    if (claims.getValue(claim) instanceof String text) {
      return Optional.of(text);
    }
    throw new IllegalArgumentException(claim + " is not a text");
  }

  /**
   * A claim that is a text, or a list of texts; empty when it is not there.
   *
   * @throws IllegalArgumentException when it is something else
   */
  List<String> texts(String claim) {
    if (!(claims.getValue(claim) instanceof JsonArray list)) {
      return text(claim).map(List::of).orElse(List.of());
    }
    if (!list.stream().allMatch(String.class::isInstance)) {
      throw new IllegalArgumentException(claim + " holds something that is not a text");
    }
    return list.stream().map(String.class::cast).toList();
  }

  /**
   * A claim that is a date, in milliseconds since 1970. A NumericDate is a number of seconds, with
   * or without a fraction, of any size and also before 1970 (RFC 7519, section 2); one beyond a
   * {@code long} becomes the last or the first that there is.
   *
   * @throws IllegalArgumentException when it is not a number
   */
  OptionalLong date(String claim) {
    if (!claims.containsKey(claim)) {
      return OptionalLong.empty();
    }
    if (claims.getValue(claim) instanceof Number seconds) {
      return OptionalLong.of((long) (seconds.doubleValue() * MILLIS));
    }
    throw new IllegalArgumentException(claim + " is not a date");
  }
}

package dev.starling.web.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reads JSON (RFC 8259) as a server should read a stranger's: UTF-8 only, one value, no name twice
 * in an object (I-JSON, RFC 7493, section 2.3), no surrogate without its other half, and no deeper
 * than is sane.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER = 100;

  /** Jackson's description of a source that has no name. */
  private static final Pattern SOURCE =
      Pattern.compile(" \\((?:start marker|for \\w+ starting) at .*]\\)");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private StrictJson() {}

  /**
   * Reads one value: {@link JsonObject}, {@link JsonArray}, String, Number, Boolean or null.
   *
   * @throws IllegalArgumentException says in one line what is wrong, and where
   */
  public static Object read(Buffer text) {
    try (JsonParser parser = FACTORY.createParser(unicode(text))) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("there is something after the value");
      }
      return value;
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(explain(malformed), malformed);
    } catch (CharacterCodingException notUtf8) {
      throw new IllegalArgumentException("it is not UTF-8", notUtf8);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("it cannot be read", unreadable);
    }
  }

  private static String unicode(Buffer text) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.getBytes())).toString();
  }

  private static String explain(JsonProcessingException malformed) {
    String message = malformed.getOriginalMessage().lines().findFirst().orElse("it is malformed");
    String what = SOURCE.matcher(message).replaceAll("");
    return malformed.getLocation() == null
        ? what
        : what
            + " (line "
            + malformed.getLocation().getLineNr()
            + ", column "
            + malformed.getLocation().getColumnNr()
            + ")";
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IllegalArgumentException("there is no value");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> whole(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    JsonObject object = new JsonObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = whole(parser.currentName());
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static JsonArray array(JsonParser parser) throws IOException {
    JsonArray array = new JsonArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private static Number integer(JsonParser parser) throws IOException {
    BigInteger number = parser.getBigIntegerValue();
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number.doubleValue();
  }

  /** A number as it stands, when it is one that a double can hold. */
  private static Number decimal(JsonParser parser) throws IOException {
    BigDecimal number = parser.getDecimalValue();
    if (Double.isInfinite(number.doubleValue())) {
      throw new IllegalArgumentException("a number is too large");
    }
    return number.doubleValue();
  }

  private static String whole(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (Character.isHighSurrogate(unit)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        at++;
      } else if (Character.isSurrogate(unit)) {
        throw new IllegalArgumentException("a text holds half a character (a lone surrogate)");
      }
    }
    return text;
  }
}

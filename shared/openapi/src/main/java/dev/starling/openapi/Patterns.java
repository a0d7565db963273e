package dev.starling.openapi;

import dev.starling.core.text.EcmaPattern;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The patterns of a contract. They are ECMA-262's (JSON Schema, section 6.4); Vert.x's validator
 * compiles them as Java's.
 */
final class Patterns {
  private static final String PATTERN = "pattern";
  private static final String PATTERN_PROPERTIES = "patternProperties";

  private Patterns() {}

  /**
   * The same document with patterns that mean in Java what these mean in ECMA-262.
   *
   * @throws IllegalArgumentException when a pattern is not valid there
   */
  static JsonObject translated(JsonObject document) {
    JsonObject translated = new JsonObject();
    for (String name : document.fieldNames()) {
      Object value = document.getValue(name);
      if (name.equals(PATTERN) && value instanceof String pattern) {
        translated.put(name, EcmaPattern.toJava(pattern));
      } else if (name.equals(PATTERN_PROPERTIES) && value instanceof JsonObject schemas) {
        translated.put(name, keys(schemas));
      } else {
        translated.put(name, value(value));
      }
    }
    return translated;
  }

  private static JsonObject keys(JsonObject schemas) {
    JsonObject translated = new JsonObject();
    for (String pattern : schemas.fieldNames()) {
      translated.put(EcmaPattern.toJava(pattern), value(schemas.getValue(pattern)));
    }
    return translated;
  }

  private static Object value(Object value) {
    if (value instanceof JsonObject object) {
      return translated(object);
    }
    if (value instanceof JsonArray array) {
      JsonArray translated = new JsonArray();
      array.forEach(item -> translated.add(value(item)));
      return translated;
    }
    return value;
  }
}

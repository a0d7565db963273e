package dev.starling.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A schema of the plain kind that requests have, made ready to be checked against quickly: Vert.x's
 * validator compiles patterns and builds locations for every value anew. It only ever says yes;
 * whatever it is not sure of is for the validator, which also knows how to say what is wrong.
 * Immutable.
 */
final class CompiledSchema {
  /** Keywords that check nothing; Vert.x's annotations begin with two underscores. */
  private static final Set<String> SILENT =
      Set.of(
          "type",
          "title",
          "description",
          "default",
          "example",
          "examples",
          "deprecated",
          "$comment");

  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "object", Set.of("properties", "required", "additionalProperties"),
          "array", Set.of("items", "minItems", "maxItems"),
          "string", Set.of("minLength", "maxLength", "pattern"),
          "integer", Set.of("minimum", "maximum", "format"),
          "boolean", Set.of());

  private static final String INT64 = "int64";
  private static final int DEEPEST = 16;

  private final String type;
  private final long least;
  private final long most;
  private final Pattern pattern;
  private final CompiledSchema items;
  private final Map<String, CompiledSchema> properties = new HashMap<>();
  private final Set<String> required = new HashSet<>();
  private final boolean closed;

  /**
   * @throws Unknown when there is more to it than this knows
   */
  private CompiledSchema(JsonObject schema, int depth) throws Unknown {
    type = schema.getValue("type") instanceof String one ? one : "";
    requireKnown(schema, depth);
    String unit = type.equals("string") ? "Length" : type.equals("array") ? "Items" : "imum";
    least = bound(schema.getValue("min" + unit), Long.MIN_VALUE);
    most = bound(schema.getValue("max" + unit), Long.MAX_VALUE);
    pattern = schema.getValue("pattern") instanceof String text ? Pattern.compile(text) : null;
    items = schema.containsKey("items") ? part(schema.getValue("items"), depth) : null;
    JsonObject parts = schema.getJsonObject("properties", new JsonObject());
    for (String name : parts.fieldNames()) {
      properties.put(name, part(parts.getValue(name), depth));
    }
    schema.getJsonArray("required", new JsonArray()).forEach(name -> required.add((String) name));
    closed = Boolean.FALSE.equals(schema.getValue("additionalProperties"));
  }

  private static final class Unknown extends Exception {
    private static final long serialVersionUID = 1;

    Unknown(String what) {
      super(what, null, false, false);
    }
  }

  /** A schema made ready; empty when it holds what this does not know. */
  static Optional<CompiledSchema> of(JsonSchema schema) {
    try {
      return schema instanceof JsonObject object
          ? Optional.of(new CompiledSchema(object, 0))
          : Optional.empty();
    } catch (Unknown beyond) {
      return Optional.empty();
    }
  }

  /** Whether a value fits for sure. */
  boolean admits(Object value) {
    return switch (type) {
      case "object" -> value instanceof JsonObject object && admitsObject(object);
      case "array" -> value instanceof JsonArray array && admitsArray(array);
      case "string" -> value instanceof String text && admitsText(text);
      case "integer" ->
          (value instanceof Long || value instanceof Integer)
              && isWithin(((Number) value).longValue());
      default -> value instanceof Boolean;
    };
  }

  private boolean admitsObject(JsonObject object) {
    Map<String, Object> values = object.getMap();
    for (String name : required) {
      if (!values.containsKey(name)) {
        return false;
      }
    }
    for (Map.Entry<String, Object> value : values.entrySet()) {
      CompiledSchema property = properties.get(value.getKey());
      if (property == null ? closed : !property.admits(value.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean admitsArray(JsonArray array) {
    List<?> values = array.getList();
    if (!isWithin(values.size())) {
      return false;
    }
    if (items != null) {
      for (Object value : values) {
        if (!items.admits(value)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean admitsText(String text) {
    return isWithin(text.codePointCount(0, text.length()))
        && (pattern == null || pattern.matcher(text).find());
  }

  private boolean isWithin(long measure) {
    return measure >= least && measure <= most;
  }

  private void requireKnown(JsonObject schema, int depth) throws Unknown {
    Set<String> known = KNOWN.get(type);
    if (known == null || depth > DEEPEST) {
      throw new Unknown(type);
    }
    for (String keyword : schema.fieldNames()) {
      if (!known.contains(keyword) && !SILENT.contains(keyword) && !keyword.startsWith("__")) {
        throw new Unknown(keyword);
      }
    }
    if (!INT64.equals(schema.getValue("format", INT64))
        || !(schema.getValue("additionalProperties", false) instanceof Boolean)) {
      throw new Unknown("format or additionalProperties");
    }
  }

  private static CompiledSchema part(Object schema, int depth) throws Unknown {
    if (schema instanceof JsonObject object) {
      return new CompiledSchema(object, depth + 1);
    }
    throw new Unknown("a schema that is true or false");
  }

  private static long bound(Object value, long none) throws Unknown {
    if (value == null || value instanceof Integer || value instanceof Long) {
      return value == null ? none : ((Number) value).longValue();
    }
    throw new Unknown("a bound that is no integer");
  }
}

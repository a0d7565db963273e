package dev.starling.openapi;

import dev.starling.core.text.WholeNumber;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of an operation, in path and query: found, read and checked. */
final class Parameters {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

  private final List<Known> known = new ArrayList<>();

  /**
   * @param segment where it is in the path; -1 in the query
   */
  private record Known(
      String name,
      int segment,
      boolean required,
      SchemaType type,
      SchemaValidator violations,
      Object standard) {}

  Parameters(OpenAPIContract contract, Operation operation) {
    String[] path = operation.getAbsoluteOpenAPIPath().substring(1).split("/");
    for (Parameter parameter : operation.getParameters()) {
      if (parameter.getIn() != Location.PATH && parameter.getIn() != Location.QUERY) {
        throw new IllegalArgumentException(
            operation.getOperationId() + ": a parameter in " + parameter.getIn());
      }
      known.add(
          new Known(
              parameter.getName(),
              List.of(path).indexOf("{" + parameter.getName() + "}"),
              parameter.isRequired(),
              parameter.getSchemaType(),
              new SchemaValidator(contract.getSchemaRepository(), parameter.getSchema()),
              parameter.getSchema().get("default")));
    }
  }

  /** Reads the values by name; adds to the faults what is wrong with them. */
  Map<String, Object> read(HttpServerRequest request, List<String> faults) {
    if (known.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> values = new HashMap<>();
    for (Known parameter : known) {
      List<String> texts = texts(request, parameter);
      if (texts.isEmpty()) {
        if (parameter.required) {
          faults.add("'" + parameter.name + "' is missing");
        } else if (parameter.standard != null) {
          values.put(parameter.name, parameter.standard);
        }
      } else {
        read(parameter, texts, faults, values);
      }
    }
    return values;
  }

  private static List<String> texts(HttpServerRequest request, Known parameter) {
    if (parameter.segment < 0) {
      return request.params().getAll(parameter.name);
    }
    String raw = segment(request.path(), parameter.segment);
    try {
      return List.of(QueryStringDecoder.decodeComponent(raw.replace("+", "%2B")));
    } catch (IllegalArgumentException badEscape) {
      return List.of(raw);
    }
  }

  private static String segment(String path, int wanted) {
    int from = 1;
    for (int at = 0; at < wanted; at++) {
      from = path.indexOf('/', from) + 1;
    }
    int to = path.indexOf('/', from);
    return to < 0 ? path.substring(from) : path.substring(from, to);
  }

  private static void read(
      Known parameter, List<String> texts, List<String> faults, Map<String, Object> values) {
    Object value;
    if (parameter.type == SchemaType.ARRAY) {
      value = Lists.of(texts);
    } else if (texts.size() > 1) {
      faults.add("'" + parameter.name + "' is given more than once");
      return;
    } else {
      value = typed(parameter.type, texts.get(0));
    }
    List<String> wrong = parameter.violations.of("'" + parameter.name + "'", value);
    faults.addAll(wrong);
    if (wrong.isEmpty()) {
      values.put(parameter.name, value);
    }
  }

  /** The value that a text stands for; the text itself when it is none of that type. */
  private static Object typed(SchemaType type, String text) {
    return switch (type) {
      case INTEGER -> integer(text);
      case NUMBER -> NUMBER.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
      case BOOLEAN ->
          text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
      default -> text;
    };
  }

  private static Object integer(String text) {
    Optional<BigInteger> number = WholeNumber.parse(text);
    if (number.isEmpty()) {
      return text;
    }
    // Beyond a long only "how large" matters, and for that a double will do.
    return number.get().bitLength() < Long.SIZE
        ? (Object) number.get().longValue()
        : number.get().doubleValue();
  }

  /** Lists of integers, each given once more or separated by commas. */
  private static final class Lists {
    static JsonArray of(List<String> texts) {
      JsonArray values = new JsonArray();
      for (String text : texts) {
        for (String one : text.split(",", -1)) {
          values.add(integer(one));
        }
      }
      return values;
    }
  }
}

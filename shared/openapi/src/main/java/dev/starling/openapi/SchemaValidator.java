package dev.starling.openapi;

import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks values against a schema and says of each fault in words where it is and what it is. */
final class SchemaValidator {
  /** Said of what holds a fault, beside the fault itself. */
  private static final Set<String> CONTAINERS =
      Set.of("properties", "items", "prefixItems", "$ref", "anyOf", "allOf", "oneOf");

  private static final Set<String> UNKNOWN =
      Set.of("additionalProperties", "unevaluatedProperties");

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
  private static final int LONGEST_NAME = 64;
  private static final int MOST = 20;

  private final Optional<CompiledSchema> plain;
  private final Validator validator;

  SchemaValidator(SchemaRepository repository, JsonSchema schema) {
    this.plain = CompiledSchema.of(schema);
    this.validator =
        repository.validator(
            schema,
            new JsonSchemaOptions()
                .setDraft(Draft.DRAFT202012)
                .setBaseUri("app://")
                .setOutputFormat(OutputFormat.Basic));
  }

  /**
   * What is wrong with a value, one sentence a fault; empty when nothing is.
   *
   * @param name what the value itself is called
   */
  List<String> of(String name, Object value) {
    if (plain.isPresent() && plain.get().admits(value)) {
      return List.of();
    }
    OutputUnit result = validator.validate(value);
    if (Boolean.TRUE.equals(result.getValid())) {
      return List.of();
    }
    List<OutputUnit> faults = result.getErrors() == null ? List.of() : result.getErrors();
    // A format concerns values of its own type only.
    boolean mistyped = faults.stream().anyMatch(fault -> keyword(fault).equals("type"));
    Set<String> places =
        faults.stream()
            .filter(fault -> !isUnknown(fault))
            .map(OutputUnit::getInstanceLocation)
            .collect(Collectors.toSet());
    List<String> sentences =
        faults.stream()
            .filter(fault -> !CONTAINERS.contains(keyword(fault)))
            // A known property that is wrong is said to be unknown as well.
            .filter(fault -> !isUnknown(fault) || !places.contains(fault.getInstanceLocation()))
            .filter(fault -> !fault.getError().isEmpty())
            .filter(fault -> !(mistyped && keyword(fault).equals("format")))
            .map(fault -> sentence(name, fault))
            .distinct()
            .limit(MOST)
            .collect(Collectors.toList());
    return sentences.isEmpty() ? List.of(name + " does not fit the contract") : sentences;
  }

  private static boolean isUnknown(OutputUnit fault) {
    return UNKNOWN.contains(keyword(fault));
  }

  private static String quoted(OutputUnit fault) {
    Matcher quoted = QUOTED.matcher(fault.getError());
    return quoted.find() ? quoted.group(1) : "";
  }

  private static String sentence(String name, OutputUnit fault) {
    String place = place(name, fault.getInstanceLocation());
    return switch (keyword(fault)) {
      case "required" -> "'" + shortened(quoted(fault)) + "' is missing";
      case "additionalProperties", "unevaluatedProperties" ->
          "'" + shortened(quoted(fault)) + "' is not known here";
      case "type" -> place + ": " + expected(fault.getError());
      case "pattern" -> place + ": holds characters that are not allowed, or only blanks";
      default -> place + ": " + lowered(fault.getError());
    };
  }

  private static String expected(String error) {
    int at = error.lastIndexOf("Expected ");
    return at < 0
        ? lowered(error)
        : "must be of type " + error.substring(at + "Expected ".length());
  }

  private static String place(String name, String location) {
    String path = location == null ? "" : location.replaceFirst("^#/?", "");
    if (path.isEmpty()) {
      return name;
    }
    // An item of a list is named by the list.
    String list = name.startsWith("'") ? name.substring(1, name.length() - 1) + "." : "";
    return "'" + list + shortened(path.replace('/', '.')) + "'";
  }

  private static String keyword(OutputUnit fault) {
    String location = fault.getKeywordLocation();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "...";
  }

  private static String lowered(String text) {
    return text.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + text.substring(1);
  }
}

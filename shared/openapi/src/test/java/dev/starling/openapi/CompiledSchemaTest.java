package dev.starling.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompiledSchemaTest {
  private static final long SEED = 20_260_101;
  private static final int VALUES = 20_000;

  private static final String PRODUCT =
      """
      {"type": "object", "required": ["name", "brand"], "additionalProperties": false,
       "properties": {
         "name": {"type": "string", "minLength": 1, "maxLength": 3, "pattern": "^[^x]*$"},
         "brand": {"type": "integer", "format": "int64", "minimum": -2, "maximum": 9},
         "new": {"type": "boolean", "description": "whether it is"},
         "ids": {"type": "array", "maxItems": 2, "items": {"type": "integer", "minimum": 1}}}}
      """;

  private final Random random = new Random(SEED);

  @Test
  void admits_what_the_validator_admits_and_nothing_else() {
    CompiledSchema plain = plain(PRODUCT);
    Validator validator = validator(PRODUCT);

    int admitted = 0;
    for (int i = 0; i < VALUES; i++) {
      JsonObject value = product();
      boolean valid = validator.validate(value).getValid();

      // A double without fraction is an integer too, but not one to be sure of at a glance.
      if (plain.admits(value) || !value.encode().contains(".0")) {
        assertThat(plain.admits(value)).as(value.encode()).isEqualTo(valid);
      }
      admitted += valid ? 1 : 0;
    }

    assertThat(admitted).isBetween(VALUES / 50, VALUES / 2);
  }

  @Test
  void other_things_in_the_place_of_an_object_are_not_admitted() {
    CompiledSchema plain = plain(PRODUCT);

    for (Object value : new Object[] {null, "text", 1, true, new JsonArray()}) {
      assertThat(plain.admits(value)).as("%s", value).isFalse();
    }
  }

  @Test
  void what_it_does_not_know_is_left_to_the_validator() {
    for (String schema :
        List.of(
            "{}",
            "{\"type\": [\"string\", \"null\"]}",
            "{\"type\": \"number\"}",
            "{\"type\": \"string\", \"format\": \"date\"}",
            "{\"type\": \"integer\", \"minimum\": 0.5}",
            "{\"type\": \"integer\", \"exclusiveMinimum\": 0}",
            "{\"type\": \"array\", \"items\": {\"$ref\": \"#/x\"}}",
            "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}")) {
      assertThat(CompiledSchema.of(JsonSchema.of(new JsonObject(schema)))).as(schema).isEmpty();
    }
  }

  private JsonObject product() {
    JsonObject product = new JsonObject();
    if (random.nextInt(10) > 0) {
      product.put("name", value(text()));
    }
    if (random.nextInt(10) > 0) {
      product.put("brand", value(random.nextLong(-4, 12)));
    }
    if (random.nextBoolean()) {
      product.put("new", value(random.nextBoolean()));
    }
    if (random.nextBoolean()) {
      JsonArray ids = new JsonArray();
      for (int i = random.nextInt(4); i > 0; i--) {
        ids.add(value(random.nextInt(5)));
      }
      product.put("ids", ids);
    }
    if (random.nextInt(10) == 0) {
      product.put("price", 1);
    }
    return product;
  }

  /** Mostly the value itself; else one of any type. */
  private Object value(Object usual) {
    Object[] odd = {null, true, 1, 1L << 40, 1.5, 2.0, "", "a", new JsonObject(), new JsonArray()};
    return random.nextInt(12) == 0 ? odd[random.nextInt(odd.length)] : usual;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.appendCodePoint(random.nextInt(4) == 0 ? 0x1f600 : 'u' + random.nextInt(4));
    }
    return text.toString();
  }

  private static CompiledSchema plain(String schema) {
    return CompiledSchema.of(JsonSchema.of(new JsonObject(schema))).orElseThrow();
  }

  private static Validator validator(String schema) {
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://")
            .setOutputFormat(OutputFormat.Basic);
    return SchemaRepository.create(options).validator(JsonSchema.of(new JsonObject(schema)));
  }
}

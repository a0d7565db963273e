package dev.starling.openapi;

import dev.starling.web.json.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Optional;

/** One operation of a contract: what it takes, and what answers it. */
final class OperationBinding {
  private static final String JSON = "application/json";

  private final Parameters parameters;
  private final Optional<SchemaValidator> body;
  private final boolean secured;
  private final OperationHandler handler;

  OperationBinding(OpenAPIContract contract, Operation operation, OperationHandler handler) {
    this.parameters = new Parameters(contract, operation);
    this.body =
        Optional.ofNullable(operation.getRequestBody())
            .map(wanted -> wanted.getContent().get(JSON))
            .map(MediaType::getSchema)
            .map(schema -> new SchemaValidator(contract.getSchemaRepository(), schema));
    this.secured = !operation.getSecurityRequirements().isEmpty();
    this.handler = handler;
  }

  Parameters parameters() {
    return parameters;
  }

  boolean hasBody() {
    return body.isPresent();
  }

  boolean secured() {
    return secured;
  }

  OperationHandler action() {
    return handler;
  }

  /** Reads a body; adds to the faults what is wrong with it. */
  JsonObject body(Buffer bytes, List<String> faults) {
    Object value;
    try {
      value = StrictJson.read(bytes);
    } catch (IllegalArgumentException malformed) {
      faults.add("the body is not JSON: " + malformed.getMessage());
      return null;
    }
    faults.addAll(body.orElseThrow().of("the body", value));
    return value instanceof JsonObject object ? object : null;
  }
}

package dev.starling.storefront.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import dev.starling.openapi.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.Optional;

/** Parts of the answers. */
final class JsonParts {
  private JsonParts() {}

  /** A part that the answer can do without: never fails. */
  static <T> Future<Optional<T>> optional(Future<T> part) {
    return part.map(Optional::of).otherwise(Optional.empty());
  }

  /** Sends what is one user's, and true only now. */
  static Future<Void> send(RequestContext context, Buffer json) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    return context.json(json);
  }

  /** A field that may be null. */
  static void number(JsonGenerator out, SerializableString name, Integer value) throws IOException {
    out.writeFieldName(name);
    if (value == null) {
      out.writeNull();
    } else {
      out.writeNumber(value);
    }
  }
}

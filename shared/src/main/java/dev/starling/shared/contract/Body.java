package dev.starling.shared.contract;

import dev.starling.shared.http.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Takes in the body of a request, as far as it is one that the service wants. */
final class Body {
  /** Bytes of the longest body. */
  static final int MAX_BYTES = 65_536;

  private static final String JSON = "application/json";

  private Body() {}

  /**
   * The bytes, once all are there. Fails with 413 as soon as they are too many, and with 415 when
   * they are not JSON.
   */
  static Future<Buffer> read(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && (length.length() > 9 || Long.parseLong(length) > MAX_BYTES)) {
      return Future.failedFuture(tooLarge(request));
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.exceptionHandler(whole::tryFail);
    request.handler(
        part -> {
          if (body.length() + part.length() <= MAX_BYTES) {
            body.appendBuffer(part);
          } else {
            whole.tryFail(tooLarge(request));
          }
        });
    request.endHandler(
        end -> {
          if (body.length() == 0) {
            whole.tryFail(new ProblemException(400, "there is no body; valid is a JSON object"));
          } else if (!isJson(request)) {
            whole.tryFail(
                new ProblemException(
                    415, "valid is a body with Content-Type: " + JSON + ", not encoded"));
          } else {
            whole.tryComplete(body);
          }
        });
    return whole.future();
  }

  private static ProblemException tooLarge(HttpServerRequest request) {
    // What is still on its way is not worth reading.
    request.response().putHeader(HttpHeaders.CONNECTION, "close");
    return new ProblemException(413, "the body is longer than " + MAX_BYTES + " bytes");
  }

  private static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (type == null || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
      return false;
    }
    String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
    if (!parts[0].trim().equals(JSON)) {
      return false;
    }
    for (int at = 1; at < parts.length; at++) {
      String parameter = parts[at].trim().replace("\"", "");
      if (parameter.startsWith("charset=")
          && !parameter.equals(
              "charset=" + StandardCharsets.UTF_8.name().toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }
}

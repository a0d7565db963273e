package dev.starling.openapi;

import dev.starling.core.problem.ProblemException;
import dev.starling.web.http.HttpServers;
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
  static final int MAX_BYTES = HttpServers.MAX_BODY;

  private static final String JSON = "application/json";

  private Body() {}

  /**
   * The bytes, once all are there. Fails with 415 when a body is announced that is not JSON, before
   * it is sent, and with 413 as soon as there are too many; what comes then is not kept.
   */
  static Future<Buffer> read(HttpServerRequest request) {
    boolean json = isJson(request);
    if (!json && isAnnounced(request)) {
      return Future.failedFuture(notJson());
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.exceptionHandler(whole::tryFail);
    request.handler(
        part -> {
          if (body.length() + part.length() <= MAX_BYTES) {
            body.appendBuffer(part);
          } else if (whole.tryFail(tooLarge())) {
            request.handler(rest -> {});
          }
        });
    request.endHandler(
        end -> {
          if (body.length() == 0) {
            whole.tryFail(new ProblemException(400, "there is no body; valid is a JSON object"));
          } else if (!json) {
            whole.tryFail(notJson());
          } else {
            whole.tryComplete(body);
          }
        });
    return whole.future();
  }

  private static boolean isAnnounced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && !length.equals("0");
  }

  private static ProblemException notJson() {
    return new ProblemException(
        415, "valid is a body with Content-Type: " + JSON + ", not encoded");
  }

  private static ProblemException tooLarge() {
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

package dev.starling.core.problem;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * An error answer as RFC 9457 has it.
 *
 * @param status HTTP status code
 * @param title the same for every problem of this kind
 * @param detail what is wrong with this request, and what would be right
 */
public record Problem(int status, String title, String detail) {
  /** RFC 9457, section 3: the media type of a problem in JSON. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A problem whose title is the status code's meaning (RFC 9457, section 4.2.1). */
  public static Problem of(int status, String detail) {
    return new Problem(
        status,
        io.netty.handler.codec.http.HttpResponseStatus.valueOf(status).reasonPhrase(),
        detail);
  }

  /** Answers with this problem. Headers set before, such as {@code Allow}, are sent along. */
  public Future<Void> send(HttpServerResponse response) {
    return response
        .setStatusCode(status)
        .putHeader("Content-Type", MEDIA_TYPE)
        .putHeader("Cache-Control", "no-store")
        .end(toBuffer());
  }

  /** This problem as JSON. */
  public Buffer toBuffer() {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .toBuffer();
  }
}

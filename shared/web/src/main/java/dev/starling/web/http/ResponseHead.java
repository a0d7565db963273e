package dev.starling.web.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Completes the headers of a response just before they are sent. */
final class ResponseHead {
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final long UNKNOWN = -1;

  private ResponseHead() {}

  /** Bytes of the body as the headers have them; -1 when they do not. */
  static long length(HttpServerResponse response) {
    String length = response.headers().get(HttpHeaders.CONTENT_LENGTH);
    return length == null ? UNKNOWN : Long.parseLong(length);
  }

  /**
   * Adds what every response has.
   *
   * @param length of the body in bytes, or -1
   * @return whether the connection ends with this response
   */
  static boolean complete(
      ServerRequest request,
      HttpServerResponse response,
      DefaultHeaders defaultHeaders,
      long length) {
    MultiMap headers = response.headers();
    boolean http10 = isHttp10(request);
    if (!request.isHttp2() && (http10 && length == UNKNOWN || request.leavesBody())) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    boolean last = defaultHeaders.apply(request, headers);
    if (last && http10) {
      // Vert.x promises a client of HTTP/1.0 to keep what it asked to keep.
      response.headersEndHandler(v -> headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    }
    if (response.getStatusCode() == NO_CONTENT) {
      // Vert.x adds a length, which RFC 9110, section 8.6, forbids.
      response.headersEndHandler(v -> headers.remove(HttpHeaders.CONTENT_LENGTH));
    }
    return last;
  }

  /**
   * Whether the body is to be compressed, which the headers then say.
   *
   * @param length of the body in bytes, or -1
   */
  static boolean isCompressed(ServerRequest request, HttpServerResponse response, long length) {
    MultiMap headers = response.headers();
    if (!Gzip.pays(response.getStatusCode(), headers, length)) {
      return false;
    }
    Vary.add(headers, HttpHeaders.ACCEPT_ENCODING.toString());
    // A client of HTTP/1.0 cannot see where a compressed body of unknown length ends.
    if (isHttp10(request) || !Gzip.isAccepted(request.getHeader(HttpHeaders.ACCEPT_ENCODING))) {
      return false;
    }
    headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
    weaken(headers);
    return true;
  }

  /** The same representation in other bytes is only as good as equal (RFC 9110, section 8.8.3). */
  private static void weaken(MultiMap headers) {
    String tag = headers.get(HttpHeaders.ETAG);
    if (tag != null && tag.startsWith("\"")) {
      headers.set(HttpHeaders.ETAG, "W/" + tag);
    }
  }

  /** Gives the response to HEAD the length that the response to GET has, where it is known. */
  static void setLength(HttpServerResponse response, int length) {
    boolean known = length > 0 || isEmpty(response);
    if (known && !response.headWritten() && !response.isChunked()) {
      response.headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
    }
  }

  /** A response without a type has no content; with one, HEAD may have left the content out. */
  private static boolean isEmpty(HttpServerResponse response) {
    return !response.headers().contains(HttpHeaders.CONTENT_TYPE)
        && response.getStatusCode() != NO_CONTENT
        && response.getStatusCode() != NOT_MODIFIED;
  }

  private static boolean isHttp10(ServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_0;
  }
}

package dev.starling.net.websocket;

import dev.starling.core.problem.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The client's opening handshake, checked as RFC 6455, section 4.2.1, demands it. Vert.x alone
 * would take any key, other versions and HTTP/1.0, and open a WebSocket without a subprotocol for a
 * client that offered one, which browsers then close.
 */
public final class Handshake {
  /**
   * The version of the messages that WebSockets carry, as browsers may name it ({@code
   * Sec-WebSocket-Protocol}); the same for all services.
   */
  public static final String SUBPROTOCOL = "starling.v1";

  /**
   * What the element of an offer begins with that is a bearer token, since pages cannot set the
   * header {@code Authorization} of a WebSocket.
   */
  private static final String TOKEN = "bearer.";

  private static final String WEBSOCKET = "websocket";
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final int KEY_CHARACTERS = 24;

  private Handshake() {}

  /**
   * The bearer token among the subprotocols that a request offers, as {@code bearer.<token>}; empty
   * when there is none.
   */
  public static Optional<String> offeredToken(HttpServerRequest request) {
    return list(values(request, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL))
        .filter(offer -> offer.startsWith(TOKEN))
        .map(offer -> offer.substring(TOKEN.length()))
        .findFirst();
  }

  /** Whether a request asks for a WebSocket, properly or not. */
  public static boolean isRequested(HttpServerRequest request) {
    return lists(request, HttpHeaders.UPGRADE, WEBSOCKET);
  }

  /**
   * Checks a request; one that is no proper opening handshake is answered with 400, 405 or 426.
   *
   * @return whether the WebSocket may be opened
   */
  public static boolean accept(HttpServerRequest request) {
    boolean head = request.method() == HttpMethod.HEAD;
    if (request.method() != HttpMethod.GET && !head) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      return refuse(request, 405, request.path() + " is opened with GET");
    }
    if (head || !isRequested(request)) {
      if (request.version() != HttpVersion.HTTP_2) {
        // HTTP/2 has no such headers (RFC 9113, section 8.2.2).
        request
            .response()
            .putHeader(HttpHeaders.UPGRADE, WEBSOCKET)
            .putHeader(HttpHeaders.CONNECTION, "Upgrade");
      }
      return refuse(request, 426, request.path() + " speaks WebSocket");
    }
    if (request.version() != HttpVersion.HTTP_1_1) {
      return refuse(request, 400, "a WebSocket is opened with HTTP/1.1");
    }
    if (!lists(request, HttpHeaders.CONNECTION, "upgrade")) {
      return refuse(request, 400, "the Connection header must list Upgrade");
    }
    if (hasBody(request)) {
      return refuse(request, 400, "an opening handshake has no body");
    }
    if (!values(request, HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals(List.of(VERSION))) {
      request.response().putHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
      return refuse(request, 426, "Sec-WebSocket-Version must be " + VERSION);
    }
    if (!isKey(values(request, HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
      return refuse(request, 400, "Sec-WebSocket-Key must be 16 bytes in base64, once");
    }
    if (!acceptSubprotocol(request)) {
      return false;
    }
    // Netty takes no list here.
    request.headers().set(HttpHeaders.UPGRADE, WEBSOCKET);
    return true;
  }

  private static boolean acceptSubprotocol(HttpServerRequest request) {
    CharSequence name = HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL;
    List<String> offers = values(request, name);
    if (offers.isEmpty()) {
      return true;
    }
    if (list(offers).noneMatch(SUBPROTOCOL::equals)) {
      return refuse(
          request,
          400,
          "none of the subprotocols offered is known here; "
              + SUBPROTOCOL
              + " is, and an offer of none");
    }
    if (!request.headers().contains(HttpHeaders.AUTHORIZATION)) {
      offeredToken(request)
          .ifPresent(token -> request.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + token));
    }
    // Netty selects from the first line only.
    request.headers().set(name, SUBPROTOCOL);
    return true;
  }

  private static boolean isKey(List<String> values) {
    if (values.size() != 1 || values.get(0).length() != KEY_CHARACTERS) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(values.get(0)).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /** A handshake has no body: its bytes would be taken for frames. */
  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  private static boolean lists(HttpServerRequest request, CharSequence header, String token) {
    return list(values(request, header)).anyMatch(token::equalsIgnoreCase);
  }

  private static List<String> values(HttpServerRequest request, CharSequence header) {
    return request.headers().getAll(header);
  }

  /** The elements of a header that is a list (RFC 9110, section 5.6.1), over all its lines. */
  private static Stream<String> list(List<String> lines) {
    return lines.stream().flatMap(line -> Stream.of(line.split(","))).map(String::strip);
  }

  private static boolean refuse(HttpServerRequest request, int status, String why) {
    Problem.of(status, why).send(request.response());
    return false;
  }
}

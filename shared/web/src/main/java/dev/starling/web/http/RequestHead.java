package dev.starling.web.http;

import dev.starling.core.problem.ProblemException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the head of an HTTP/1 request where Netty's decoder does not (RFC 9112), and brings it
 * into the one form that the rest of the server knows: a later version 1.x becomes 1.1, an absolute
 * target becomes path and {@code Host}, a list in {@code Connection} becomes a line per option.
 */
final class RequestHead {
  private static final String CHUNKED = "chunked";
  private static final String CLOSE = "close";
  private static final String KEEP_ALIVE = "keep-alive";
  private static final String UPGRADE = "upgrade";

  private RequestHead() {}

  /** Marks a request that is not to be handled as failed, with a {@link ProblemException}. */
  static void check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return;
    }
    try {
      version(request);
      names(request.headers());
      target(request);
      host(request);
      transferEncoding(request.headers());
      connection(request.headers());
    } catch (ProblemException refused) {
      request.setDecoderResult(DecoderResult.failure(refused));
    }
  }

  /**
   * RFC 9110, section 2.5: a digit each. Netty returns its constants for 1.0 and 1.1 when they are
   * spelled so, and reads 01.1 and http/1.1 as others with the same numbers.
   */
  private static void version(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    if (version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0) {
      return;
    }
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
    if (!version.protocolName().equals("HTTP") || !isDigitEach(version)) {
      throw bad("the protocol version is malformed");
    }
    if (version.majorVersion() != 1) {
      throw new ProblemException(505, "valid is HTTP/1.1, HTTP/1.0 or HTTP/2 with its preface");
    }
  }

  private static boolean isDigitEach(HttpVersion version) {
    int major = version.majorVersion();
    int minor = version.minorVersion();
    return major >= 0 && major <= 9 && minor >= 0 && minor <= 9 && (major != 1 || minor > 1);
  }

  /** RFC 9112, section 5: a name has a character at least, which Netty does not check. */
  private static void names(HttpHeaders headers) {
    if (headers.contains("")) {
      throw bad("a header has no name");
    }
  }

  /** Marks the end of a body whose trailers are malformed as failed. */
  static void check(LastHttpContent end) {
    if (end.decoderResult().isSuccess() && end.trailingHeaders().contains("")) {
      end.setDecoderResult(DecoderResult.failure(bad("a trailer has no name")));
    }
  }

  /** RFC 9112, section 3.2. */
  private static void target(HttpRequest request) {
    String target = request.uri();
    boolean origin = !target.isEmpty() && target.charAt(0) == '/';
    if (!origin && !request.method().equals(HttpMethod.CONNECT)) {
      if (target.regionMatches(true, 0, "http://", 0, 7)) {
        absolute(request, target.substring(7));
      } else if (target.regionMatches(true, 0, "https://", 0, 8)) {
        absolute(request, target.substring(8));
      } else if (!target.equals("*") || !request.method().equals(HttpMethod.OPTIONS)) {
        throw bad("the request target must be a path or an http URI");
      }
    }
  }

  /** The authority in the target stands for the one in {@code Host} (RFC 9112, section 3.2.2). */
  private static void absolute(HttpRequest request, String rest) {
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String authority = rest.substring(0, end);
    if (authority.isEmpty() || authority.charAt(0) == ':' || !isAuthority(authority)) {
      throw bad("the authority of the request target is invalid");
    }
    host(request);
    request.headers().set(HttpHeaderNames.HOST, authority);
    String path = rest.substring(end);
    if (path.isEmpty() && request.method().equals(HttpMethod.OPTIONS)) {
      request.setUri("*");
    } else {
      request.setUri(path.startsWith("/") ? path : "/" + path);
    }
  }

  /** RFC 9112, section 3.2: one {@code Host}, and a valid one; HTTP/1.0 may do without. */
  private static void host(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.isEmpty() && request.protocolVersion() == HttpVersion.HTTP_1_0) {
      return;
    }
    if (hosts.size() != 1) {
      throw bad("there must be one Host header");
    }
    if (!isAuthority(hosts.get(0))) {
      throw bad("the Host header is invalid");
    }
  }

  /** RFC 9112, sections 6.1 and 6.3: where the body ends must be beyond doubt. */
  private static void transferEncoding(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
      if (codings.size() != 1 || !codings.get(0).equalsIgnoreCase(CHUNKED)) {
        throw bad("the only transfer coding here is chunked, once");
      }
      if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
        throw bad("Content-Length and Transfer-Encoding exclude each other");
      }
      // Codings have no case (RFC 9112, section 7), but what compares them may have.
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, CHUNKED);
    }
  }

  /** RFC 9112, section 9.3: close wins over keep-alive. Vert.x compares whole lines. */
  private static void connection(HttpHeaders headers) {
    String first = headers.get(HttpHeaderNames.CONNECTION);
    if (first == null) {
      return;
    }
    List<String> lines = headers.getAll(HttpHeaderNames.CONNECTION);
    if (lines.size() == 1 && first.indexOf(',') < 0) {
      return;
    }
    List<String> options = new ArrayList<>();
    boolean closes = false;
    for (String line : lines) {
      for (String option : line.split(",")) {
        String name = option.strip();
        closes |= name.equalsIgnoreCase(CLOSE);
        if (!name.isEmpty()) {
          // Vert.x looks for an upgrade in the first line only.
          options.add(name.equalsIgnoreCase(UPGRADE) ? 0 : options.size(), name);
        }
      }
    }
    if (closes) {
      options.removeIf(name -> name.equalsIgnoreCase(KEEP_ALIVE));
    }
    headers.set(HttpHeaderNames.CONNECTION, options);
  }

  /** A host, which may be empty, and perhaps a port (RFC 9110, section 7.2). */
  static boolean isAuthority(String text) {
    int length = text.length();
    int at = 0;
    if (length > 0 && text.charAt(0) == '[') {
      at = text.indexOf(']') + 1;
      if (at < 4 || !isLiteral(text, at - 1)) {
        return false;
      }
    } else {
      while (at < length && isRegisteredName(text, at)) {
        at += text.charAt(at) == '%' ? 3 : 1;
      }
    }
    if (at < length && text.charAt(at) == ':') {
      at++;
      int port = at;
      while (at < length && at - port < 5 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
    }
    return at == length;
  }

  private static boolean isLiteral(String text, int end) {
    for (int at = 1; at < end; at++) {
      char c = text.charAt(at);
      if (RequestTarget.hex(c) < 0 && c != ':' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isRegisteredName(String text, int at) {
    char c = text.charAt(at);
    return RequestTarget.isUnreserved(c)
        || "!$&'()*+,;=".indexOf(c) >= 0
        || c == '%'
            && at + 2 < text.length()
            && RequestTarget.hex(text.charAt(at + 1)) >= 0
            && RequestTarget.hex(text.charAt(at + 2)) >= 0;
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(400, detail);
  }
}

package dev.starling.web.auth;

import dev.starling.core.settings.BadSetting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The document of {@code auth.jwt.jwks}: a file, or an address of HTTP. Belongs to one context. */
final class KeySource {
  private static final Logger log = LoggerFactory.getLogger(KeySource.class);
  private static final String SETTING = "auth.jwt.jwks";
  private static final long SECONDS = 2;
  private static final int OK = 200;
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final Vertx vertx;
  private final String place;

  // A field: Vert.x closes a client that nothing refers to.
  private final HttpClient client;

  KeySource(Vertx vertx, String place) {
    this.vertx = vertx;
    this.place = place;
    this.client = isAddress(place) ? vertx.createHttpClient(new HttpClientOptions()) : null;
  }

  /**
   * Checks how the place is written; whether it is there shows later.
   *
   * @throws BadSetting says what would be valid
   */
  static void check(String place) {
    if (!isAddress(place)) {
      return;
    }
    URI uri;
    try {
      uri = URI.create(place);
    } catch (IllegalArgumentException malformed) {
      throw bad("is no address");
    }
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
      throw bad("is no address");
    }
    // Whoever can change the document on its way can sign any token.
    if (uri.getScheme().equalsIgnoreCase("http") && !LOOPBACK.contains(uri.getHost())) {
      throw bad("is without TLS");
    }
  }

  private static BadSetting bad(String problem) {
    return new BadSetting(
        SETTING,
        problem
            + "; valid is a file or one such as https://login.example.org/keys, http:// for this"
            + " machine only");
  }

  private static boolean isAddress(String place) {
    return place.regionMatches(true, 0, "http://", 0, 7)
        || place.regionMatches(true, 0, "https://", 0, 8);
  }

  /** Reads the document; fails after two seconds, and when it is too large. */
  Future<Buffer> read() {
    Future<Buffer> document = client == null ? file() : get();
    return document.timeout(SECONDS, TimeUnit.SECONDS);
  }

  private Future<Buffer> file() {
    return vertx
        .fileSystem()
        .props(place)
        .compose(
            file ->
                file.size() > KeySet.LARGEST
                    ? Future.failedFuture("it has more than " + KeySet.LARGEST + " bytes")
                    : vertx.fileSystem().readFile(place));
  }

  private Future<Buffer> get() {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(place)
            .setFollowRedirects(false)
            .setTimeout(TimeUnit.SECONDS.toMillis(SECONDS))
            .putHeader(HttpHeaders.ACCEPT, "application/jwk-set+json, application/json");
    return client.request(options).compose(request -> request.send()).compose(this::body);
  }

  private Future<Buffer> body(HttpClientResponse response) {
    // Vert.x would log a reset of its own making as an error.
    response.exceptionHandler(failure -> log.debug("{}: {}", place, failure.toString()));
    if (response.statusCode() != OK) {
      response.request().reset();
      return Future.failedFuture("it is answered with " + response.statusCode());
    }
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          body.appendBuffer(part);
          if (body.length() > KeySet.LARGEST) {
            response.request().reset();
          }
        });
    return response.end().map(body);
  }

  /** Frees what it holds. */
  Future<Void> close() {
    return client == null ? Future.succeededFuture() : client.close();
  }
}

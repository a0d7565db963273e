package dev.starling.web.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A page, or a part of one, packed into the jar; read once and served from memory. */
public final class Page {
  private static final String CONNECTIONS =
      " connect-src 'self' ws: wss:; img-src 'self' data:; frame-ancestors 'none'";

  /** The page's own scripts, styles and connections, and nothing from elsewhere. */
  private static final String SELF_CONTAINED =
      "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
          + CONNECTIONS;

  /** The same without what is written into the page itself. */
  private static final String IN_FILES =
      "default-src 'self'; base-uri 'none'; form-action 'self';" + CONNECTIONS;

  private final String contentType;
  private final String policy;
  private final Buffer content;
  private final String tag;

  private Page(String contentType, String policy, Buffer content) {
    this.contentType = contentType;
    this.policy = policy;
    this.content = content;
    this.tag = EntityTag.of(content);
  }

  /**
   * Serves a class-path resource at a path, to GET and HEAD; it may have scripts and styles in it.
   *
   * @param resource absolute name on the class path
   * @throws UncheckedIOException when it is not there
   */
  public static void serve(Router router, String path, String contentType, String resource) {
    serve(router, path, new Page(contentType, SELF_CONTAINED, read(resource)));
  }

  /** The same of a page whose scripts and styles are all in files of their own. */
  public static void serveParts(Router router, String path, String contentType, String resource) {
    serve(router, path, new Page(contentType, IN_FILES, read(resource)));
  }

  private static void serve(Router router, String path, Page page) {
    router.get(path).method(HttpMethod.HEAD).handler(page::answer);
  }

  private void answer(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("Content-Security-Policy", policy);
    Preconditions.answer(context.request(), tag, content);
  }

  private static Buffer read(String resource) {
    try (InputStream in = Page.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

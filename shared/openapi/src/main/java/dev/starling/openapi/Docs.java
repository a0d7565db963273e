package dev.starling.openapi;

import dev.starling.web.http.EntityTag;
import dev.starling.web.http.Preconditions;
import dev.starling.web.http.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Serves a contract, and a page (Swagger UI) to read and try it; nothing of it from elsewhere. */
final class Docs {
  private static final String UI = "/META-INF/resources/webjars/swagger-ui/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " frame-ancestors 'none'";

  private static final Map<String, Part> PARTS =
      Map.of(
          "/docs", Part.read("text/html; charset=utf-8", "/dev/starling/openapi/docs/index.html"),
          "/docs/start.js", Part.read(SCRIPT, "/dev/starling/openapi/docs/start.js"),
          "/docs/swagger-ui.css", Part.read("text/css; charset=utf-8", ui("swagger-ui.css")),
          "/docs/swagger-ui-bundle.js", Part.read(SCRIPT, ui("swagger-ui-bundle.js")));

  private final Part contract;

  private record Part(String contentType, Buffer content, String tag) {
    Part(String contentType, Buffer content) {
      this(contentType, content, EntityTag.of(content));
    }

    static Part read(String contentType, String resource) {
      try (InputStream in = Docs.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException("no resource " + resource);
        }
        return new Part(contentType, Buffer.buffer(in.readAllBytes()));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  Docs(Contract contract) {
    this.contract = new Part("application/yaml; charset=utf-8", Buffer.buffer(contract.text()));
  }

  /** Adds the contract and its page to a router. */
  void mount(Router router) {
    mount(router, "/openapi.yaml", contract);
    PARTS.forEach((path, part) -> mount(router, path, part));
  }

  private static void mount(Router router, String path, Part part) {
    Routes.exactly(router, path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            context -> {
              context
                  .response()
                  .putHeader(HttpHeaders.CONTENT_TYPE, part.contentType)
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                  .putHeader("Content-Security-Policy", POLICY);
              Preconditions.answer(context.request(), part.tag, part.content);
            });
  }

  private static String ui(String file) {
    return UI + version() + "/" + file;
  }

  /** The one on the class path, whichever that is. */
  private static String version() {
    try (InputStream in =
        Docs.class.getResourceAsStream("/dev/starling/openapi/docs/swagger-ui.version")) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).trim();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

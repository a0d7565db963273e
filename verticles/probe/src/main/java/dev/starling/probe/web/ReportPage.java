package dev.starling.probe.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The page with a report in it. */
final class ReportPage {
  static final String RESOURCE = "/probe/index.html";

  private static final String PLACE = "<!-- report -->";

  /** What {@link dev.starling.web.http.Page} has, and no script or style but files of its own. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:;"
          + " img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final String before;
  private final String after;

  /** Reads the page from the jar. */
  ReportPage() {
    try (InputStream in = ReportPage.class.getResourceAsStream(RESOURCE)) {
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int place = page.indexOf(PLACE);
      before = page.substring(0, place);
      after = page.substring(place + PLACE.length());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The page around a report. */
  Buffer around(String report) {
    return Buffer.buffer(before + report + after);
  }

  /** Prepares an answer that is this page. */
  static HttpServerResponse headers(HttpServerResponse response) {
    return response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer");
  }
}

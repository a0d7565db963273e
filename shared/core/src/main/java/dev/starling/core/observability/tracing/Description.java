package dev.starling.core.observability.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.vertx.core.spi.tracing.TagExtractor;
import java.util.Locale;
import java.util.Set;

/**
 * What Vert.x tells of a request or an answer, as OpenTelemetry's conventions have it. Names are
 * few: what differs from request to request is in attributes.
 *
 * @param status of an answer over HTTP; 0 for what has none
 */
record Description(String name, Attributes attributes, int status) {
  static final Description EMPTY = new Description("", Attributes.empty(), 0);

  private static final String STATUS = "http.response.status_code";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT");

  /** Attributes left out: duplicates, those the span itself has, and private data. */
  private static final Set<String> LEFT_OUT = Set.of("http.url", "span.kind", "db.user");

  /**
   * Describes a request.
   *
   * @param operation as Vert.x names it: an HTTP method, {@code send}, {@code publish} or {@code
   *     Query}
   */
  static <T> Description ofRequest(String operation, T request, TagExtractor<T> tags) {
    AttributesBuilder attributes = Attributes.builder();
    String target = "";
    String statement = null;
    for (int at = 0; at < tags.len(request); at++) {
      String tag = tags.name(request, at);
      String value = tags.value(request, at);
      if (value == null || LEFT_OUT.contains(tag)) {
        continue;
      }
      attributes.put(tag, value);
      switch (tag) {
        case "http.request.method" -> target = METHODS.contains(value) ? value : "HTTP";
        case "messaging.destination.name" -> target = operation + " " + value;
        case "db.namespace" -> target = value;
        case "db.query.text" -> statement = value;
        default -> {}
      }
    }
    String name = statement == null ? target : verb(statement) + " " + target;
    return new Description(name.isEmpty() ? operation : name, attributes.build(), 0);
  }

  /** Describes an answer; null for none. */
  static <T> Description ofAnswer(T answer, TagExtractor<T> tags) {
    int length = answer == null ? 0 : tags.len(answer);
    if (length == 0) {
      return EMPTY;
    }
    AttributesBuilder attributes = Attributes.builder();
    int status = 0;
    for (int at = 0; at < length; at++) {
      String tag = tags.name(answer, at);
      String value = tags.value(answer, at);
      if (tag.equals(STATUS)) {
        status = Integer.parseInt(value);
        attributes.put(tag, status);
      } else if (value != null) {
        attributes.put(tag, value);
      }
    }
    return new Description("", attributes.build(), status);
  }

  /** The first word of a statement, such as {@code SELECT}. */
  private static String verb(String statement) {
    String text = statement.stripLeading();
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end).toUpperCase(Locale.ROOT);
  }
}

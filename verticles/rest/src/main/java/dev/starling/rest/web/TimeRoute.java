package dev.starling.rest.web;

import dev.starling.openapi.RequestContext;
import dev.starling.web.json.JsonOutput;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** The server's time. */
public final class TimeRoute {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

  private final Clock clock;

  /**
   * @param clock in the time zone that is meant
   */
  public TimeRoute(Clock clock) {
    this.clock = clock;
  }

  /** Answers {@code GET /time}. */
  public Future<Void> now(RequestContext context) {
    LocalDateTime now = LocalDateTime.now(clock);
    return context.json(
        JsonOutput.of(
            out -> {
              out.writeStartObject();
              out.writeNumberField("month", now.getMonthValue());
              out.writeNumberField("day", now.getDayOfMonth());
              out.writeStringField("time", MICROSECONDS.format(now));
              out.writeEndObject();
            }));
  }
}

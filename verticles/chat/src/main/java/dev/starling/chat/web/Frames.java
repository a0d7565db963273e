package dev.starling.chat.web;

import dev.starling.chat.room.Refusal;
import dev.starling.chat.room.Welcome;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Happening;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** The WebSocket protocol: what is written to browsers. */
public final class Frames {
  /** RFC 3339 with milliseconds, always all three digits. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private Frames() {}

  static Buffer welcome(Welcome welcome) {
    return type("welcome")
        .put("session", welcome.session())
        .put("online", welcome.online())
        .put("epoch", welcome.epoch())
        .put("seq", welcome.seq())
        .toBuffer();
  }

  static Buffer ack(String id, long seq) {
    return type("ack").put("id", id).put("seq", seq).toBuffer();
  }

  static Buffer gap(long from, long to) {
    return type("gap").put("from", from).put("to", to).toBuffer();
  }

  static Buffer restarted(String epoch, long seq) {
    return type("gap").put("epoch", epoch).put("seq", seq).toBuffer();
  }

  /**
   * An error.
   *
   * @param id of the message it is about; null when it has none
   */
  static Buffer error(Refusal why, String id) {
    JsonObject error = type("error").put("code", why.code().text()).put("message", why.message());
    if (id != null) {
      error.put("id", id);
    }
    return error.toBuffer();
  }

  /** An event as everyone reads it. */
  public static Buffer event(Happening happening) {
    Event event = happening.event();
    JsonObject frame =
        switch (event.kind()) {
          case JOINED -> type("joined");
          case MESSAGE -> type("message");
          case LEFT -> type("left");
        };
    frame.put("seq", event.seq()).put("username", event.username());
    switch (event.kind()) {
      case MESSAGE -> frame.put("text", event.text()).put("at", time(event.at()));
      case JOINED, LEFT -> {
        if (happening.online() != Happening.UNKNOWN) {
          frame.put("online", happening.online());
        }
      }
    }
    return frame.toBuffer();
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  private static JsonObject type(String type) {
    return new JsonObject().put("type", type);
  }
}

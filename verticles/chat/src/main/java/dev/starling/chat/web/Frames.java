package dev.starling.chat.web;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.starling.chat.event.Event;
import dev.starling.chat.event.Kind;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.room.RoomVerticle;
import dev.starling.chat.session.Welcome;
import dev.starling.web.auth.Bearer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The WebSocket protocol: what is written to browsers. */
public final class Frames {
  /** RFC 3339 with milliseconds, always all three digits. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private static final HexFormat HEX = HexFormat.of();

  /** Characters of a frame beside its text, about. */
  private static final int INITIAL_CAPACITY = 160;

  private Frames() {}

  static Buffer welcome(Welcome welcome) {
    JsonObject frame =
        type("welcome")
            .put("session", welcome.session())
            .put("online", welcome.online())
            .put("epoch", welcome.epoch())
            .put("seq", welcome.seq());
    welcome.chain().ifPresent(chain -> frame.put("chain", chain(chain)));
    return frame.toBuffer();
  }

  static Buffer ack(String id, long seq) {
    return Buffer.buffer(
        quote(new StringBuilder("{\"type\":\"ack\",\"id\":"), id)
            .append(",\"seq\":")
            .append(seq)
            .append('}')
            .toString());
  }

  /**
   * A new token counts from now on.
   *
   * @param expires as {@link dev.starling.web.auth.Bearer#expires()}
   */
  static Buffer refreshed(long expires) {
    JsonObject frame = type("refreshed");
    if (expires != Bearer.NEVER) {
      frame.put("expires", time(expires));
    }
    return frame.toBuffer();
  }

  /** A part of the transcript, as HTTP has it. */
  static Buffer excerpt(RoomVerticle.Excerpt excerpt) {
    return excerpt(Buffer.buffer("{"), excerpt);
  }

  /**
   * A part of the transcript that was asked for.
   *
   * @param id of the question; null when it has none
   */
  static Buffer history(String id, RoomVerticle.Excerpt excerpt) {
    return excerpt(Buffer.buffer(answer("history", id).append(',').toString()), excerpt);
  }

  /** The events are encoded already. */
  private static Buffer excerpt(Buffer begun, RoomVerticle.Excerpt excerpt) {
    begun.appendString("\"epoch\":\"").appendString(excerpt.epoch());
    begun.appendString("\",\"events\":[");
    String comma = "";
    for (EncodedEvent event : excerpt.events()) {
      begun.appendString(comma).appendBuffer(event.frame());
      comma = ",";
    }
    return begun.appendString("],\"tail\":" + excerpt.tail() + "}");
  }

  /**
   * Names that were asked for.
   *
   * @param id of the question; null when it has none
   * @param online members in all
   * @param more whether there are names behind these
   */
  static Buffer presence(String id, int online, List<String> names, boolean more) {
    JsonObject frame = type("presence");
    if (id != null) {
      frame.put("id", id);
    }
    return frame
        .put("online", online)
        .put("users", new JsonArray(names))
        .put("more", more)
        .toBuffer();
  }

  private static StringBuilder answer(String type, String id) {
    StringBuilder begun = new StringBuilder("{\"type\":\"").append(type).append('"');
    return id == null ? begun : quote(begun.append(",\"id\":"), id);
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
  static Buffer error(Rejection why, String id) {
    JsonObject error = type("error").put("code", why.code().text()).put("message", why.message());
    if (id != null) {
      error.put("id", id);
    }
    return error.toBuffer();
  }

  /**
   * An event as everyone reads it. There is one for each message, as there is an ack: written
   * directly, since an object in between costs more than all else that a message needs.
   */
  public static Buffer event(Event event) {
    StringBuilder frame = new StringBuilder(INITIAL_CAPACITY + event.text().length());
    frame.append("{\"type\":\"").append(type(event.kind()));
    frame.append("\",\"seq\":").append(event.seq());
    frame.append(",\"chain\":\"").append(chain(event.chain()));
    quote(frame.append("\",\"username\":"), event.username());
    if (event.kind() == Kind.MESSAGE) {
      quote(frame.append(",\"text\":"), event.text());
      frame.append(",\"at\":\"").append(time(event.at())).append('"');
    } else {
      frame.append(",\"online\":").append(event.online());
    }
    return Buffer.buffer(frame.append('}').toString());
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case JOINED -> "joined";
      case MESSAGE -> "message";
      case LEFT -> "left";
    };
  }

  private static StringBuilder quote(StringBuilder out, String text) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    return out.append('"');
  }

  private static String chain(long chain) {
    return HEX.toHexDigits(chain);
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  private static JsonObject type(String type) {
    return new JsonObject().put("type", type);
  }
}

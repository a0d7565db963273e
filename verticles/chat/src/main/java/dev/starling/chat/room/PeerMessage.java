package dev.starling.chat.room;

import dev.starling.chat.log.DraftCodec;
import dev.starling.chat.transcript.Event;
import dev.starling.shared.bus.RecordCodec;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What chat instances say to each other: address, messages and codecs. */
final class PeerMessage {
  private static final String ADDRESS = "starling.chat.";

  private PeerMessage() {}

  /** Where an instance is told of events. */
  static String eventsAddress(String instance) {
    return ADDRESS + "events." + instance;
  }

  /** Where an instance is asked to let go of a session. */
  static String handoverAddress(String instance) {
    return ADDRESS + "handover." + instance;
  }

  /**
   * Events that were accepted, encoded once for all instances.
   *
   * @param body as {@link #of} writes it
   */
  record Events(Buffer body) {
    static final RecordCodec<Events> CODEC =
        new RecordCodec<>(
            ADDRESS + "events", (events, out) -> out.appendBuffer(events.body), Events::new);

    static Events of(String epoch, List<Event> events) {
      Buffer body = Buffer.buffer();
      byte[] name = epoch.getBytes(StandardCharsets.UTF_8);
      body.appendInt(name.length).appendBytes(name);
      for (Event event : events) {
        byte[] draft = DraftCodec.encode(event.draft());
        body.appendLong(event.seq()).appendInt(draft.length).appendBytes(draft);
      }
      return new Events(body);
    }

    String epoch() {
      return body.getString(Integer.BYTES, Integer.BYTES + body.getInt(0));
    }

    List<Event> events() {
      List<Event> events = new ArrayList<>();
      int position = Integer.BYTES + body.getInt(0);
      while (position < body.length()) {
        long seq = body.getLong(position);
        int start = position + Long.BYTES + Integer.BYTES;
        int end = start + body.getInt(position + Long.BYTES);
        events.add(DraftCodec.decode(body.getBytes(start, end)).at(seq));
        position = end;
      }
      return events;
    }
  }

  /** A user went on here, who may still have a connection there. */
  record Handover(String username, String join) {
    static final RecordCodec<Handover> CODEC =
        new RecordCodec<>(
            ADDRESS + "handover",
            (handover, out) -> out.appendString(handover.join + " " + handover.username),
            in -> {
              String[] parts = in.toString().split(" ", 2);
              return new Handover(parts[1], parts[0]);
            });
  }
}

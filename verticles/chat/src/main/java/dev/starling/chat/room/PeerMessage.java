package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.EventCodec;
import dev.starling.chat.event.Format;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import dev.starling.chat.store.StepCodec;
import dev.starling.core.bus.RecordCodec;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Messages between chat instances on the event bus, with their addresses and codecs. */
final class PeerMessage {
  private static final String ADDRESS = "starling.chat.";

  private PeerMessage() {}

  /** Address on which an instance receives events. */
  static String eventsAddress(String instance) {
    return ADDRESS + "events." + instance;
  }

  /** Address on which an instance learns that a member has moved to another connection. */
  static String movedAddress(String instance) {
    return ADDRESS + "moved." + instance;
  }

  /** Events that were accepted, encoded once for all instances. */
  record Events(Buffer body) {
    static final RecordCodec<Events> CODEC =
        new RecordCodec<>(
            ADDRESS + "events",
            Format.VERSION,
            (events, out) -> out.appendBuffer(events.body),
            Events::new);

    /** The body, decoded. */
    record Content(String room, Position before, List<Event> events) {}

    static Events of(String room, Position before, List<Event> events) {
      return new Events(
          PeerMessage.write(
              out -> {
                EventCodec.write(out, room);
                StepCodec.write(out, before);
                StepCodec.writeEvents(out, events);
              }));
    }

    Content content() {
      return PeerMessage.read(
          body,
          in ->
              new Content(
                  EventCodec.readText(in), StepCodec.readPosition(in), StepCodec.readEvents(in)));
    }
  }

  /** A member speaks through another connection now. */
  record Moved(String room, String nameKey, Key connection) {
    static final RecordCodec<Moved> CODEC =
        new RecordCodec<>(
            ADDRESS + "moved",
            Format.VERSION,
            (moved, out) ->
                out.appendBuffer(
                    PeerMessage.write(
                        data -> {
                          EventCodec.write(data, moved.room);
                          EventCodec.write(data, moved.nameKey);
                          EventCodec.write(data, moved.connection);
                        })),
            body ->
                PeerMessage.read(
                    body,
                    in ->
                        new Moved(
                            EventCodec.readText(in),
                            EventCodec.readText(in),
                            EventCodec.readKey(in))));
  }

  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static Buffer write(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(new DataOutputStream(bytes));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static <T> T read(Buffer body, Reader<T> reader) {
    try {
      return reader.read(new DataInputStream(new ByteArrayInputStream(body.getBytes())));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

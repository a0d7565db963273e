package dev.starling.core.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private record Note(String text) {}

  private static RecordCodec<Note> codec(int version) {
    return new RecordCodec<>(
        "note",
        (byte) version,
        (note, out) -> out.appendString(note.text()),
        in -> new Note(in.toString()));
  }

  @Test
  void a_record_is_read_from_where_it_lies_among_other_bytes() {
    Buffer wire = Buffer.buffer("before");
    int position = wire.length();
    codec(1).encodeToWire(wire, new Note("grüße"));
    wire.appendString("behind");
    assertThat(codec(1).decodeFromWire(position, wire)).isEqualTo(new Note("grüße"));
  }

  @Test
  void json_keeps_a_record() {
    RecordCodec<Note> json = RecordCodec.json("note", Note.class);
    Buffer wire = Buffer.buffer();
    json.encodeToWire(wire, new Note("\"quoted\""));
    assertThat(json.decodeFromWire(0, wire)).isEqualTo(new Note("\"quoted\""));
  }

  @Test
  void another_version_is_refused_with_what_to_update() {
    Buffer wire = Buffer.buffer();
    codec(2).encodeToWire(wire, new Note("hello"));
    assertThatThrownBy(() -> codec(1).decodeFromWire(0, wire))
        .hasMessage("note: message of version 2, and this instance reads 1: update this instance");
    assertThatThrownBy(() -> codec(3).decodeFromWire(0, wire))
        .hasMessageEndingWith("update the other instances");
  }
}

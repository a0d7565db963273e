package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.bus.RecordCodec;
import dev.starling.testing.FreePorts;
import dev.starling.testing.LogRecorder;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one event bus, of which one has another version of a message. */
@Timeout(180)
class BusVersionsTest {
  private static final long SECONDS = 60;
  private static final String ADDRESS = "notes";

  private final int port = FreePorts.one();

  @TempDir private Path folder;

  private record Note(String text) {}

  private static RecordCodec<Note> codec(int version) {
    return new RecordCodec<>(
        "note",
        (byte) version,
        (note, out) -> out.appendString(note.text()),
        in -> new Note(in.toString()));
  }

  private static String ask(TlsMember member, String text) {
    return member
        .node()
        .bus()
        .<Note>request(ADDRESS, new Note(text), TimeUnit.SECONDS.toMillis(SECONDS))
        .await()
        .text();
  }

  @Test
  void a_message_of_an_unknown_version_is_ignored_and_logged_once() throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    try (TlsMember old = new TlsMember("old", folder, port).join().get(SECONDS, TimeUnit.SECONDS);
        TlsMember same = new TlsMember("same", folder, port).join().get(SECONDS, TimeUnit.SECONDS);
        TlsMember newer = new TlsMember("new", folder, port).join().get(SECONDS, TimeUnit.SECONDS);
        LogRecorder recorder = new LogRecorder()) {
      old.node().bus().registerCodec(Note.class, codec(1));
      same.node().bus().registerCodec(Note.class, codec(1));
      newer.node().bus().registerCodec(Note.class, codec(2));
      old.node()
          .bus()
          .serve(
              ADDRESS,
              (Note note) -> {
                heard.add(note.text());
                return Future.succeededFuture(note);
              })
          .await(SECONDS, TimeUnit.SECONDS);
      String reason = "note: message of version 2, and this instance reads 1: update this instance";
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> ask(newer, "unreadable")).hasMessage(reason);
      }
      newer.node().bus().publish(ADDRESS, new Note("unreadable"));
      assertThat(ask(same, "readable")).isEqualTo("readable");
      assertThat(heard).containsExactly("readable");
      assertThat(recorder.warnings())
          .extracting(line -> line.getFormattedMessage())
          .containsOnlyOnce("messages are ignored: " + reason);
    }
  }
}

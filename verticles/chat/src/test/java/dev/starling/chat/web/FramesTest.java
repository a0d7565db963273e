package dev.starling.chat.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final String AWKWARD = "\"\\\b\t\r\u0001\u007f/ \u2028 \u00e9\ud83d\udc26";

  @Test
  void an_event_is_a_json_object_whatever_its_text_holds() {
    Event event = new Event(7, 255, Kind.MESSAGE, new Key(1, 2), "ad\"a", AWKWARD, 1_000, 3);
    assertThat(new JsonObject(Frames.event(event)))
        .isEqualTo(
            new JsonObject()
                .put("type", "message")
                .put("seq", 7)
                .put("chain", "00000000000000ff")
                .put("username", "ad\"a")
                .put("text", AWKWARD)
                .put("at", "1970-01-01T00:00:01.000Z"));
  }

  @Test
  void a_change_of_members_says_how_many_there_are() {
    Event event = new Event(7, 255, Kind.LEFT, new Key(1, 2), "ada", "", 1_000, 3);
    assertThat(Frames.event(event).toString())
        .isEqualTo(
            "{\"type\":\"left\",\"seq\":7,\"chain\":\"00000000000000ff\",\"username\":\"ada\","
                + "\"online\":3}");
  }

  @Test
  void an_ack_repeats_the_id_whatever_it_holds() {
    assertThat(new JsonObject(Frames.ack(AWKWARD, 9)))
        .isEqualTo(new JsonObject().put("type", "ack").put("id", AWKWARD).put("seq", 9));
  }
}

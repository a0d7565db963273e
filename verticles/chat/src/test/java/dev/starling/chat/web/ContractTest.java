package dev.starling.chat.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.room.RoomVerticle;
import dev.starling.chat.session.Resume;
import dev.starling.chat.session.Welcome;
import dev.starling.web.auth.Bearer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Whether frames are as {@code asyncapi.yaml} says. */
class ContractTest {
  private static final String SESSION = "5f0c1d9be2a84a6f9d3e7c2b1a0f4e88";

  private final JsonObject messages = contract("messages");
  private final JsonObject schemas = contract("schemas");

  static Stream<Buffer> frames() {
    return Stream.of(
        Frames.welcome(new Welcome(SESSION, 1, "e", 41, OptionalLong.of(-1))),
        Frames.welcome(new Welcome(SESSION, 1, "e", 41, OptionalLong.empty())),
        Frames.event(event(Kind.JOINED)),
        Frames.event(event(Kind.MESSAGE)),
        Frames.event(event(Kind.LEFT)),
        Frames.ack("m1", 43),
        Frames.gap(42, 99),
        Frames.restarted("e", 12),
        Frames.history("q", new RoomVerticle.Excerpt("e", List.of(), 7)),
        Frames.history(null, new RoomVerticle.Excerpt("e", List.of(), 7)),
        Frames.presence("q", 2, List.of("ada"), true),
        Frames.presence(null, 1, List.of("ada"), false),
        Frames.refreshed(Bearer.NEVER),
        Frames.refreshed(1_000),
        Frames.error(Rejection.unknown(), "m1"));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void a_frame_has_the_fields_of_its_type_and_no_others(Buffer bytes) {
    JsonObject frame = bytes.toJsonObject();
    JsonObject payload = messages.getJsonObject(frame.getString("type")).getJsonObject("payload");
    assertThat(frame.fieldNames())
        .containsAll(payload.getJsonArray("required").stream().map(String.class::cast).toList())
        .isSubsetOf(payload.getJsonObject("properties").fieldNames());
    if (frame.containsKey("chain")) {
      assertThat(frame.getString("chain"))
          .matches(schemas.getJsonObject("chain").getString("pattern"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void an_event_has_its_chain(Kind kind) {
    assertThat(Frames.event(event(kind)).toJsonObject().getString("chain"))
        .isEqualTo("00000000000000ff");
  }

  @Test
  void the_codes_of_errors_are_those_of_rejections() {
    assertThat(schemas.getJsonObject("code").getJsonArray("enum"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Rejection.Code.values()).map(Rejection.Code::text).toList());
  }

  @Test
  void the_example_of_resuming_is_understood() throws Exception {
    JsonArray examples = messages.getJsonObject("connect").getJsonArray("examples");
    Request.Connect connect =
        (Request.Connect)
            Request.parse(examples.getJsonObject(1).getJsonObject("payload").encode());
    assertThat(connect.resume())
        .contains(new Resume(SESSION, "3f9a1c", 41, OptionalLong.of(0x9b1d04c2f7a3e586L)));
  }

  private static Event event(Kind kind) {
    return new Event(42, 255, kind, Key.random(), "ada", "hello", 0, 1);
  }

  private static JsonObject contract(String part) {
    try (InputStream yaml = ContractTest.class.getResourceAsStream("/chat/asyncapi.yaml")) {
      Map<String, Object> whole = new Yaml().load(yaml);
      return new JsonObject(whole).getJsonObject("components").getJsonObject(part);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}

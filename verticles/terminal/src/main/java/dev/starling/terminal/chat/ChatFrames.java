package dev.starling.terminal.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The JSON text frames of the chat protocol. */
final class ChatFrames {
  /** A server hangs up on a longer one, in bytes. */
  static final int MAX_BYTES = 65_536;

  private static final JsonFactory JSON = new JsonFactory();

  private ChatFrames() {}

  /** The first frame; resumes at the bookmark when there is one. */
  static String connect(String username, ResumePoint resumePoint) {
    return write(
        json -> {
          json.writeStringField("type", "connect");
          json.writeStringField("username", username);
          if (resumePoint.exists()) {
            json.writeObjectFieldStart("resume");
            json.writeStringField("session", resumePoint.session());
            json.writeStringField("epoch", resumePoint.epoch());
            json.writeNumberField("seq", resumePoint.seq());
            if (resumePoint.chain().isPresent()) {
              json.writeStringField("chain", resumePoint.chain().get());
            }
            json.writeEndObject();
          }
        });
  }

  /** A message; the same id again is the same message. */
  static String message(String id, String text) {
    return write(
        json -> {
          json.writeStringField("type", "message");
          json.writeStringField("id", id);
          json.writeStringField("text", text);
        });
  }

  /**
   * Tells what a frame says. Types and fields that a later protocol may add are passed over.
   *
   * @throws IllegalArgumentException when it is not of this protocol
   */
  static void read(String frame, ServerEvents events) {
    Fields fields = new Fields(parse(frame));
    switch (fields.text("type")) {
      case "welcome" ->
          events.welcome(
              fields.text("session"), fields.text("epoch"), fields.position(), fields.online());
      case "joined" -> events.joined(fields.position(), fields.text("username"), fields.online());
      case "left" -> events.left(fields.position(), fields.text("username"), fields.online());
      case "message" ->
          events.message(fields.position(), fields.text("username"), fields.text("text"));
      case "ack" -> events.acknowledged(fields.text("id"), fields.number("seq"));
      case "error" ->
          events.error(fields.text("code"), fields.text("message", ""), fields.text("id", ""));
      case "gap" -> {
        if (fields.has("from")) {
          events.gap(fields.number("from"), fields.number("to"));
        } else {
          events.newTranscript(fields.text("epoch"), fields.number("seq"));
        }
      }
      default -> {}
    }
  }

  private static Map<String, Object> parse(String frame) {
    try (JsonParser json = JSON.createParser(frame)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a JSON object");
      }
      Map<String, Object> fields = new HashMap<>();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          fields.put(name, json.getText());
        } else if (value == JsonToken.VALUE_NUMBER_INT) {
          fields.put(name, json.getLongValue());
        } else {
          json.skipChildren();
        }
      }
      return fields;
    } catch (IOException failure) {
      throw new IllegalArgumentException("not JSON", failure);
    }
  }

  @FunctionalInterface
  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static String write(Body body) {
    StringWriter frame = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(frame)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return frame.toString();
  }
}

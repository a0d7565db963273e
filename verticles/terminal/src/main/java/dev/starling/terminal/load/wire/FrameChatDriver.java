package dev.starling.terminal.load.wire;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** A user of the chat over a WebSocket. */
final class FrameChatDriver implements ProtocolDriver {
  private final String username;
  private final String message;
  private long said;
  private String awaited = "";

  FrameChatDriver(String username, String message) {
    this.username = username;
    this.message = message;
  }

  @Override
  public Optional<String> greeting() {
    return Optional.of(new JsonObject().put("type", "connect").put("username", username).encode());
  }

  @Override
  public String next() {
    awaited = message + " " + ++said;
    return new JsonObject()
        .put("type", "message")
        .put("id", "m" + said)
        .put("text", awaited)
        .encode();
  }

  @Override
  public Heard hear(String frame) {
    // Most of what a crowd hears are the others: not worth parsing.
    if (!frame.contains(username)
        && !frame.contains("\"welcome\"")
        && !frame.contains("\"error\"")) {
      return Heard.NOISE;
    }
    try {
      return hear(new JsonObject(frame));
    } catch (DecodeException | ClassCastException notTheProtocol) {
      return Heard.NOISE;
    }
  }

  private Heard hear(JsonObject frame) {
    return switch (frame.getString("type", "")) {
      case "welcome" -> Heard.WELCOME;
      case "message" ->
          username.equals(frame.getString("username")) && awaited.equals(frame.getString("text"))
              ? Heard.ANSWER
              : Heard.NOISE;
      case "error" ->
          Heard.rejection(frame.getString("code", "") + ": " + frame.getString("message", ""));
      default -> Heard.NOISE;
    };
  }
}

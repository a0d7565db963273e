package dev.starling.systemtests.clients;

import io.vertx.core.json.JsonObject;

/**
 * One event of a transcript.
 *
 * @param type joined, message or left
 * @param text of a message; empty otherwise
 */
public record ChatEvent(long seq, String type, String username, String text) {

  static ChatEvent of(JsonObject frame) {
    return new ChatEvent(
        frame.getLong("seq"),
        frame.getString("type"),
        frame.getString("username"),
        frame.getString("text", ""));
  }

  /** Whether somebody said something. */
  public boolean isMessage() {
    return type.equals("message");
  }

  /** As terminals read it. */
  String line() {
    return switch (type) {
      case "joined" -> username + " connected!";
      case "left" -> username + " has left the chat";
      default -> username + ": " + text;
    };
  }
}

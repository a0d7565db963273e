package dev.starling.terminal.chat;

import java.util.Map;
import java.util.Optional;

/** The fields of one frame; what is missing or of another type is not of this protocol. */
record Fields(Map<String, Object> values) {
  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name) {
    if (values.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no text in '" + name + "'");
  }

  String text(String name, String absent) {
    return has(name) ? text(name) : absent;
  }

  long number(String name) {
    if (values.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("no number in '" + name + "'");
  }

  Position position() {
    Optional<String> chain = has("chain") ? Optional.of(text("chain")) : Optional.empty();
    return new Position(number("seq"), chain);
  }

  int online() {
    return Math.toIntExact(number("online"));
  }
}

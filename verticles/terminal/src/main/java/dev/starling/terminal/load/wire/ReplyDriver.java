package dev.starling.terminal.load.wire;

import java.util.Optional;

/** Says the same each time; whatever comes next is the answer. */
record ReplyDriver(String message) implements ProtocolDriver {
  @Override
  public Optional<String> greeting() {
    return Optional.empty();
  }

  @Override
  public String next() {
    return message;
  }

  @Override
  public Heard hear(String anything) {
    return Heard.ANSWER;
  }
}

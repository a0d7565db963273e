package dev.starling.terminal.load.wire;

import java.util.Optional;

/** Says something different each time, and waits until that comes back. */
final class EchoDriver implements ProtocolDriver {
  private final String prefix;
  private long said;
  private String last = "";

  EchoDriver(String message, int caller) {
    this.prefix = message + " " + caller + ".";
  }

  @Override
  public Optional<String> greeting() {
    return Optional.empty();
  }

  @Override
  public String next() {
    last = prefix + ++said;
    return last;
  }

  @Override
  public Heard hear(String message) {
    return message.equals(last) ? Heard.ANSWER : Heard.NOISE;
  }
}

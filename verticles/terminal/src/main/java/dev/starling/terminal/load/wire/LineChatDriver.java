package dev.starling.terminal.load.wire;

import java.util.Optional;

/** A user of the chat over TCP. */
final class LineChatDriver implements ProtocolDriver {
  private static final String WELCOME = "Welcome!";
  private static final String ERROR = "ERROR ";

  private final String username;
  private final String message;
  private long said;
  private String awaited = "";

  LineChatDriver(String username, String message) {
    this.username = username;
    this.message = message;
  }

  @Override
  public Optional<String> greeting() {
    return Optional.of("CONNECT " + username);
  }

  @Override
  public String next() {
    String text = message + " " + ++said;
    awaited = username + ": " + text;
    return text;
  }

  @Override
  public Heard hear(String line) {
    if (line.equals(awaited)) {
      return Heard.ANSWER;
    }
    if (line.startsWith(ERROR)) {
      return Heard.rejection(line.substring(ERROR.length()));
    }
    return line.startsWith(WELCOME) ? Heard.WELCOME : Heard.NOISE;
  }
}

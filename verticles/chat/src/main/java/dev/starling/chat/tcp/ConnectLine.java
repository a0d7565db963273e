package dev.starling.chat.tcp;

import dev.starling.chat.input.MessageRules;
import java.util.Optional;

/**
 * A terminal's first line: {@code CONNECT <username>}, and a token where one is asked for.
 *
 * @param username perhaps no valid one
 */
record ConnectLine(String username, Optional<String> token) {
  private static final String CONNECT = "CONNECT ";

  /** Reads the line without its end; empty when it is none of this kind. */
  static Optional<ConnectLine> of(byte[] line, boolean withToken) {
    return MessageRules.decode(line)
        .filter(text -> text.startsWith(CONNECT))
        .map(text -> text.substring(CONNECT.length()))
        .map(
            words -> {
              int space = withToken ? words.indexOf(' ') : -1;
              return space < 0
                  ? new ConnectLine(words, Optional.empty())
                  : new ConnectLine(
                      words.substring(0, space), Optional.of(words.substring(space + 1).strip()));
            });
  }
}

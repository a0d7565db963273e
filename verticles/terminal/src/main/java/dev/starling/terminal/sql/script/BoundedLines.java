package dev.starling.terminal.sql.script;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/** Lines, of which none is too long to be held. */
final class BoundedLines {
  private final BufferedReader input;
  private final int longest;
  private int number;

  BoundedLines(Reader input, int longest) {
    this.input = new BufferedReader(input);
    this.longest = longest;
  }

  /** Which line was read last, from 1. */
  int number() {
    return number;
  }

  /**
   * The next line without its end; null after the last.
   *
   * @throws IllegalArgumentException when it is too long
   */
  String next() throws IOException {
    int character = input.read();
    if (character < 0) {
      return null;
    }
    number++;
    StringBuilder line = new StringBuilder();
    while (character >= 0 && character != '\n') {
      if (line.length() == longest) {
        throw new IllegalArgumentException(
            "line " + number + ": it has more than " + longest + " characters");
      }
      line.append((char) character);
      character = input.read();
    }
    boolean windows = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
    return windows ? line.substring(0, line.length() - 1) : line.toString();
  }
}

package dev.starling.terminal.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with a bearer token; read each time one is shown, since it is renewed before it expires.
 */
record TokenFile(Path path) {
  private static final long LARGEST = 65_536;

  /**
   * The value of an {@code Authorization} header.
   *
   * @throws IOException says which file cannot be used
   */
  String authorization() throws IOException {
    if (!Files.isReadable(path) || Files.isDirectory(path) || Files.size(path) > LARGEST) {
      throw new IOException("cannot read a token from " + path);
    }
    String token = Files.readString(path).strip();
    if (!token.matches("[\\w.~+/=-]+")) {
      throw new IOException("there is no bearer token in " + path);
    }
    return "Bearer " + token;
  }
}

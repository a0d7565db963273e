package dev.starling.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that are checked, where they lie. */
final class Repository {
  static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  static final Path DEPLOY = ROOT.resolve("deploy");

  private Repository() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
